import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FaultError } from '@saoy/contracts/errors';

const KEY_BYTES = 32;

/** What a secret is for; the last two show that a row was written by us. */
export type SecretPurpose = 'download-link' | 'check-code' | 'log-leaf' | 'action';

/** Secrets of the service, all derived from one master key, each for one purpose only. */
export interface ServiceSecrets {
  /** Wraps the keys of stored objects. */
  readonly objectKey: Uint8Array;
  /** At least 128 bits that only this service can compute again for the same purpose and subject. */
  derive(purpose: SecretPurpose, subject: string): Uint8Array;
}

export function deriveSecrets(masterKey: Uint8Array): ServiceSecrets {
  const derived = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', masterKey, 'saoy', purpose, KEY_BYTES));
  return {
    objectKey: derived('objects'),
    derive: (purpose, subject) =>
      new Uint8Array(createHmac('sha256', derived(purpose)).update(subject).digest()),
  };
}

/**
 * Reads the master key: 32 bytes raw or as 64 hexadecimal digits. With `createIfMissing` a new one is made first.
 * Throws `configuration.invalid` when the file is missing or has another length.
 */
export function loadMasterKey(path: string, options: { readonly createIfMissing: boolean }): Uint8Array {
  if (options.createIfMissing) createKey(path);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new FaultError('configuration.invalid', 'the master key file cannot be read', { cause: error });
  }
  if (bytes.length === KEY_BYTES) return new Uint8Array(bytes);
  const text = bytes.toString('latin1').trim();
  if (!/^[0-9a-fA-F]{64}$/.test(text))
    throw new FaultError('configuration.invalid', 'the master key must be 32 bytes or 64 hexadecimal digits');
  return new Uint8Array(Buffer.from(text, 'hex'));
}

function createKey(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, `${randomBytes(KEY_BYTES).toString('hex')}\n`);
    fsyncSync(file);
    closeSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
