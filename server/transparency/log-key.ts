// The log's own Ed25519 key. Whoever holds it can sign checkpoints; nobody else can.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { FaultError } from '@saoy/contracts/errors';
import {
  formatSignatureLine,
  formatVerifierKey,
  logKeyType,
  noteKeyId,
  type VerifierKey,
} from '@saoy/contracts/transparency/signed-note';

const rawPublicKeyBytes = 32;

/** The 32 bytes of an Ed25519 public key. */
export const rawPublicKey = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-rawPublicKeyBytes));

/** Signs checkpoints under the log's name. */
export interface LogSigner {
  readonly key: VerifierKey;
  /** C2SP verifier key, for who checks. */
  readonly verifierKey: string;
  /** The signature line over a checkpoint's text. */
  sign(text: string): string;
}

/** Names a private key after the origin of the log. */
export async function createLogSigner(privateKey: KeyObject, origin: string): Promise<LogSigner> {
  const publicKey = rawPublicKey(privateKey);
  const keyId = await noteKeyId(origin, logKeyType, publicKey);
  return {
    key: { name: origin, keyId, type: logKeyType, publicKey },
    verifierKey: await formatVerifierKey(origin, logKeyType, publicKey),
    sign: (text) =>
      formatSignatureLine({
        name: origin,
        keyId,
        signature: new Uint8Array(sign(null, Buffer.from(text), privateKey)),
      }),
  };
}

/**
 * Reads an Ed25519 key (PKCS#8, PEM). With `createIfMissing` one is made first, of several processes by one only. Throws
 * `configuration.invalid`.
 */
export function loadEd25519Key(path: string, options: { readonly createIfMissing: boolean }): KeyObject {
  if (options.createIfMissing) createKey(path);
  let key: KeyObject;
  try {
    key = createPrivateKey(readFileSync(path));
  } catch (error) {
    throw new FaultError('configuration.invalid', 'the key file of the log cannot be read', { cause: error });
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new FaultError('configuration.invalid', 'the key of the log must be Ed25519');
  return key;
}

function createKey(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  const { privateKey } = generateKeyPairSync('ed25519');
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    // Fails when the name is taken, so that a key that signed is never replaced.
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}
