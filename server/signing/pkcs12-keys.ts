import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fault } from '@saoy/contracts/errors';
import { err } from '@saoy/contracts/result';
import { isKeyName, type KeyKeeper } from './key-keeper.ts';
import { openPkcs12Signer } from './pkcs12-signer.ts';
import type { Signer } from './signer.ts';

export interface Pkcs12KeysOptions {
  /** Holds `<name>/identity.p12` for every key. */
  readonly folder: string;
  readonly password: string;
  /** How RSA keys sign; default PKCS#1 v1.5. */
  readonly rsaPadding?: 'pkcs1' | 'pss';
}

/** Keys in PKCS#12 files of a folder, for development; a file that was replaced is read again. */
export function createPkcs12Keys(options: Pkcs12KeysOptions): KeyKeeper {
  const opened = new Map<string, { readonly file: Buffer; readonly signer: Signer }>();
  return {
    maxConcurrent: 8,
    async open(name) {
      if (!isKeyName(name)) return err(fault('signing.key-unavailable', 'no such key'));
      let file: Buffer;
      try {
        file = await readFile(join(options.folder, name, 'identity.p12'));
      } catch {
        return err(fault('signing.key-unavailable', `${name} cannot be read`));
      }
      const before = opened.get(name);
      if (before?.file.equals(file) === true) return { ok: true, value: before.signer };
      const signer = await openPkcs12Signer(file, options.password, options.rsaPadding);
      if (signer.ok) opened.set(name, { file, signer: signer.value });
      return signer;
    },
    close: () => opened.clear(),
  };
}
