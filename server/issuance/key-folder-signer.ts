import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import {
  openPkcs12Signer,
  type RevocationSource,
  type Signer,
  signCopy,
  type TimeStampAuthority,
} from '../signing/index.ts';
import type { CopySigner } from './copy-signer.ts';

export interface KeyFolderOptions {
  /** Holds `<name>/identity.p12` for every signer and for `authority`. */
  readonly folder: string;
  readonly password: string;
  readonly authorityKey: string;
  readonly tsa: TimeStampAuthority;
  readonly revocation: RevocationSource;
  /** DER. */
  readonly trustAnchors: readonly Uint8Array[];
  readonly now: () => Date;
}

const KEY_NAME = /^[a-z0-9][a-z0-9-]{0,60}$/;

/** Signs with PKCS#12 files of a folder; a file that was replaced is read again. */
export function createKeyFolderSigner(options: KeyFolderOptions): CopySigner {
  const opened = new Map<string, { readonly file: Buffer; readonly signer: Signer }>();

  async function open(name: string): Promise<Result<Signer>> {
    if (!KEY_NAME.test(name)) return err(fault('signing.key-unavailable', 'no such key'));
    let file: Buffer;
    try {
      file = await readFile(join(options.folder, name, 'identity.p12'));
    } catch {
      return err(fault('signing.key-unavailable', `${name} cannot be read`));
    }
    const before = opened.get(name);
    if (before?.file.equals(file) === true) return ok(before.signer);
    const signer = await openPkcs12Signer(file, options.password);
    if (signer.ok) opened.set(name, { file, signer: signer.value });
    return signer;
  }

  return {
    async sign({ pdf, product, certifierKey }) {
      const wanted = [
        ...(certifierKey === null ? [] : [{ fieldName: 'Certifier', key: certifierKey }]),
        { fieldName: 'Authority', key: options.authorityKey },
      ];
      const signatures: { fieldName: string; signer: Signer }[] = [];
      for (const { fieldName, key } of wanted) {
        const signer = await open(key);
        if (!signer.ok) return signer;
        signatures.push({ fieldName, signer: signer.value });
      }
      const { tsa, revocation, trustAnchors, now } = options;
      try {
        const signed = await signCopy({ pdf, product, signatures, tsa, revocation, trustAnchors, now });
        if (!signed.ok) return signed;
        const warnings = signed.value.warnings.map((warning) => JSON.stringify(warning));
        return ok({ pdf: signed.value.pdf, warnings });
      } catch (error) {
        if (error instanceof FaultError) return err(error.fault);
        throw error;
      }
    },
  };
}
