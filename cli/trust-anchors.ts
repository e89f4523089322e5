import { X509Certificate } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '@saoy/contracts/result';

const CERTIFICATE_FILE = /\.(pem|crt|cer|der)$/i;

/** Trust anchors of a path: all certificates of a PEM file, one DER certificate, or those of every such file in a folder. */
export async function readTrustAnchors(path: string): Promise<Result<Uint8Array[], 'no-certificate'>> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    const names = isFolder ? (await readdir(path)).filter((name) => CERTIFICATE_FILE.test(name)).sort() : [];
    const files = isFolder ? names.map((name) => join(path, name)) : [path];
    const anchors = (await Promise.all(files.map(readCertificates))).flat();
    return anchors.length > 0 ? ok(anchors) : err('no-certificate');
  } catch {
    return err('no-certificate');
  }
}

async function readCertificates(file: string): Promise<Uint8Array[]> {
  const bytes = await readFile(file);
  const blocks = bytes
    .toString('latin1')
    .match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  return (blocks ?? [bytes]).map((block) => new Uint8Array(new X509Certificate(block).raw));
}
