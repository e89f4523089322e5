import { createPrivateKey, type KeyObject, randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as pkijs from 'pkijs';

export interface StoredIdentity {
  readonly key: KeyObject;
  readonly certificate: pkijs.Certificate;
}

/** Revocation moments by identity name (ISO 8601). */
export type Revocations = Readonly<Record<string, string>>;

/** Writes to a neighbour, flushes and renames: a reader sees the old or the new file, never half. */
export async function writeAtomically(path: string, data: string | Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', mode);
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(temporary, mode);
  await rename(temporary, path);
}

export const identityFolder = (dir: string, name: string): string => join(dir, 'identities', name);

export const pem = (label: string, der: Uint8Array): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
};

export const certificatePem = (certificate: pkijs.Certificate): string =>
  pem('CERTIFICATE', new Uint8Array(certificate.toSchema().toBER()));

function parseCertificatePem(text: string): pkijs.Certificate {
  const body = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(text)?.[1];
  if (body === undefined) throw new Error('The file holds no PEM certificate.');
  return pkijs.Certificate.fromBER(Uint8Array.from(Buffer.from(body, 'base64')).buffer);
}

/** Loads an identity, or undefined when it has not been generated yet. */
export async function loadIdentity(dir: string, name: string): Promise<StoredIdentity | undefined> {
  const folder = identityFolder(dir, name);
  try {
    const [certificate, key] = await Promise.all([
      readFile(join(folder, 'cert.pem'), 'utf8'),
      readFile(join(folder, 'key.pem')),
    ]);
    return { certificate: parseCertificatePem(certificate), key: createPrivateKey(key) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function loadRevocations(dir: string): Promise<Revocations> {
  try {
    return JSON.parse(await readFile(join(dir, 'revoked.json'), 'utf8')) as Revocations;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
