// Seal keys in files: PKCS#8 encrypted under a passphrase, one file a key, named by its id.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError } from '@saoy/contracts/errors';
import { type Es256Sign, keyIdOfKey, type PublicKey, toHex } from '@saoy/contracts/seal';
import type { SealKeyKeeper } from './seal-key-keeper.ts';

const LIST_KEY_FILE = 'list-key.pem';

export interface SealKeyFolderOptions {
  readonly folder: string;
  /** Asked for when a key is opened or made, so that it need not be there before. */
  readonly readPassphrase: () => Promise<string>;
}

/** A folder that all workers share; keys are opened once and then kept in memory. */
export class SealKeyFolder implements SealKeyKeeper {
  readonly #options: SealKeyFolderOptions;
  readonly #opened = new Map<string, KeyObject>();

  constructor(options: SealKeyFolderOptions) {
    this.#options = options;
  }

  async signerOf(keyId: string): Promise<Es256Sign | null> {
    const key = await this.#open(`${keyId}.pem`);
    return key === null ? null : signWith(key);
  }

  async listKey(): Promise<{ publicKey: PublicKey; sign: Es256Sign } | null> {
    const key = await this.#open(LIST_KEY_FILE);
    return key === null ? null : { publicKey: publicKeyOf(key), sign: signWith(key) };
  }

  async makeKey(): Promise<PublicKey> {
    const key = newKey();
    const publicKey = publicKeyOf(key);
    const keyId = toHex(await keyIdOfKey(publicKey));
    if ((await this.#open(LIST_KEY_FILE)) === null) await this.#store(LIST_KEY_FILE, newKey());
    await this.#store(`${keyId}.pem`, key);
    return publicKey;
  }

  async #store(name: string, key: KeyObject): Promise<void> {
    try {
      await this.#write(name, key);
    } catch (error) {
      if (error instanceof FaultError) throw error;
      throw new FaultError('sealing.key-unavailable', 'a key file cannot be written', { cause: error });
    }
  }

  async #open(name: string): Promise<KeyObject | null> {
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const pem = await readFile(join(this.#options.folder, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw new FaultError('sealing.key-unavailable', 'a key file cannot be read', { cause: error });
    });
    if (pem === null) return null;
    try {
      const key = createPrivateKey({ key: pem, passphrase: await this.#options.readPassphrase() });
      this.#opened.set(name, key);
      return key;
    } catch (error) {
      throw new FaultError('sealing.key-unavailable', 'a key file cannot be opened', { cause: error });
    }
  }

  /** Links a complete file to its name: of two processes one wins, and no half file is ever seen. */
  async #write(name: string, key: KeyObject): Promise<void> {
    const { folder, readPassphrase } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const passphrase = await readPassphrase();
    const pem = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
    const temporary = join(folder, `${name}.${randomBytes(6).toString('hex')}.tmp`);
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(pem);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(temporary, join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await unlink(temporary);
  }
}

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** The two coordinates of a key of P-256. */
export function publicKeyOf(key: KeyObject): PublicKey {
  const { x, y } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  const bytes = (text: unknown) => Uint8Array.from(Buffer.from(String(text), 'base64url'));
  return { x: bytes(x), y: bytes(y) };
}

const signWith =
  (key: KeyObject): Es256Sign =>
  async (message) =>
    new Uint8Array(sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }));
