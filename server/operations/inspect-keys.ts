// For the operator at the machine: whether every signing key is there and how long its certificate lasts. No key is used.
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ErrorCode } from '@saoy/contracts/errors';
import { lapseThreshold } from '../notices/lapse-threshold.ts';
import { Pkcs11Keys } from '../signing/key-access.ts';

/** Extended key usage of an authority's own certificate. */
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

export interface KeyFinding {
  readonly name: string;
  readonly lapsesAt: Date;
  /** 0 when it has lapsed. */
  readonly withinDays: 0 | 7 | 30 | 60 | null;
  /** Why the token does not offer the key; null when it does, or keys are in files. */
  readonly problem: { readonly code: ErrorCode; readonly detail: string } | null;
}

/** The settings that say where the keys are, as the service reads them. */
export interface KeySettings {
  readonly SIGNERS_DIR?: string | undefined;
  readonly PKCS11_MODULE?: string | undefined;
  readonly PKCS11_TOKEN?: string | undefined;
  readonly PKCS11_PIN_FILE?: string | undefined;
}

/** Looks at every signing certificate of the folder and, where a token is named, whether it holds the key. */
export async function inspectKeys(
  settings: KeySettings,
  fallbackFolder: string,
  now = new Date(),
): Promise<KeyFinding[]> {
  const folder = settings.SIGNERS_DIR === undefined ? fallbackFolder : resolve(settings.SIGNERS_DIR);
  const names = (await readdir(folder).catch(() => [])).toSorted();
  const { PKCS11_MODULE: module, PKCS11_TOKEN: token, PKCS11_PIN_FILE: pinFile } = settings;
  const keeper =
    module === undefined || token === undefined || pinFile === undefined
      ? undefined
      : new Pkcs11Keys({
          address: { module, token },
          readPin: () => readFile(pinFile, 'utf8'),
          certificatesFolder: folder,
          sessions: 1,
        });
  const isDevelopment = existsSync(join(folder, '..', 'pki.json'));
  const findings: KeyFinding[] = [];
  for (const name of names) {
    const file = join(folder, name, 'fullchain.pem');
    // The folder of a development PKI also holds machines and authorities.
    const isWanted =
      (keeper !== undefined && !isDevelopment) || existsSync(join(folder, name, 'identity.p12'));
    if (!existsSync(file) || !isWanted) continue;
    const certificate = new X509Certificate(await readFile(file));
    if (certificate.keyUsage?.includes(TIME_STAMPING) === true) continue;
    const lapsesAt = new Date(certificate.validTo);
    const opened = await keeper?.open(name);
    const problem =
      opened === undefined || opened.ok
        ? null
        : { code: opened.error.code, detail: opened.error.detail ?? '' };
    findings.push({ name, lapsesAt, withinDays: lapseThreshold(lapsesAt, now), problem });
  }
  keeper?.close();
  return findings;
}
