// Seal keys that a keeper of signing keys holds under names: on a PKCS#11 token, or in PKCS#12 files.
import { X509Certificate } from 'node:crypto';
import { FaultError } from '@saoy/contracts/errors';
import { type Es256Sign, keyIdOfKey, type PublicKey, toHex } from '@saoy/contracts/seal';
import type { KeyKeeper, Signer } from '../signing/index.ts';
import { publicKeyOf } from './seal-key-folder.ts';
import type { SealKeyKeeper } from './seal-key-keeper.ts';

export interface NamedSealKeysOptions {
  readonly keeper: Pick<KeyKeeper, 'open'>;
  readonly sealKeys: readonly string[];
  readonly listKey: string;
}

/** Their certificates serve to know the public keys; who issued them does not matter. Keys are made on the token. */
export class NamedSealKeys implements SealKeyKeeper {
  readonly #options: NamedSealKeysOptions;
  /** Names by key id; certificates of a name do not change while the process runs. */
  readonly #names = new Map<string, string>();

  constructor(options: NamedSealKeysOptions) {
    this.#options = options;
  }

  async signerOf(keyId: string): Promise<Es256Sign | null> {
    const known = this.#names.get(keyId);
    for (const name of known === undefined ? this.#options.sealKeys : [known]) {
      const signer = await this.#open(name);
      const id = toHex(await keyIdOfKey(publicKeyOfSigner(signer)));
      this.#names.set(id, name);
      if (id === keyId) return signWith(signer);
    }
    return null;
  }

  async listKey(): Promise<{ publicKey: PublicKey; sign: Es256Sign } | null> {
    const signer = await this.#open(this.#options.listKey);
    return { publicKey: publicKeyOfSigner(signer), sign: signWith(signer) };
  }

  async makeKey(): Promise<PublicKey> {
    throw new FaultError(
      'sealing.key-unavailable',
      'keys are made on the token (saoy seal-key add --certificate)',
    );
  }

  async #open(name: string): Promise<Signer> {
    const opened = await this.#options.keeper.open(name);
    if (!opened.ok) throw new FaultError('sealing.key-unavailable', `${name}: ${opened.error.code}`);
    if (opened.value.algorithm !== 'ECDSA-SHA256')
      throw new FaultError('sealing.key-unavailable', `${name} is no key of P-256`);
    return opened.value;
  }
}

const publicKeyOfSigner = ({ certificate }: Signer): PublicKey =>
  publicKeyOf(new X509Certificate(certificate).publicKey);

const signWith =
  (signer: Signer): Es256Sign =>
  async (message) => {
    try {
      return rawSignature(await signer.sign(message));
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      throw new FaultError('sealing.key-unavailable', error.fault.code, { cause: error });
    }
  };

/** r ‖ s of 32 bytes each out of the DER form (RFC 3279 §2.2.3): two positive integers of at most 33 bytes. */
function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(64);
  let at = 2;
  for (const end of [32, 64]) {
    const length = der[at + 1]!;
    const digits = der.subarray(at + 2, at + 2 + length);
    const value = digits[0] === 0 ? digits.subarray(1) : digits;
    raw.set(value, end - value.length);
    at += 2 + length;
  }
  return raw;
}
