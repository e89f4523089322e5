import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generatePki,
  type PkiIndex,
  type PkiOptions,
  type PkiServices,
  startPkiServices,
} from '../../../certs/index.ts';
import type { RevocationEvidence } from '../../validation/index.ts';
import { parseCertificate } from '../../validation/x509/certificate.ts';
import {
  createHttpRevocationSource,
  createHttpTimeStampAuthority,
  type SignCopyOptions,
  type Signer,
  signCopy,
} from '../index.ts';
import { openPkcs12Signer } from '../key-access.ts';
import { gatherValidationData } from '../validation-data.ts';
import { authorTestCopy } from './author-test-copy.ts';

/** A development PKI with running services and all that `signCopy` needs, in a folder of its own. */
export interface SigningFixture {
  readonly dir: string;
  readonly index: PkiIndex;
  readonly services: PkiServices;
  readonly trustAnchors: readonly Uint8Array[];
  signer(name: string): Promise<Signer>;
  options(product: 'certified' | 'digital', certifier?: string): Promise<SignCopyOptions>;
  /** A signed copy, or an exception with the fault's code. */
  sign(product: 'certified' | 'digital'): Promise<Uint8Array>;
  /** Present revocation data about identities and their issuers, as a verifier with a network would fetch it. */
  evidenceFor(names: readonly string[]): Promise<RevocationEvidence>;
  /** Writes a file into the folder and returns its path. */
  save(name: string, bytes: Uint8Array): Promise<string>;
  close(): Promise<void>;
}

export async function startSigningFixture(
  settings: Pick<PkiOptions, 'namesStatusUrls' | 'hasKeyTypes'> = {},
): Promise<SigningFixture> {
  const dir = await mkdtemp(join(tmpdir(), 'saoy-signing-'));
  const index = await generatePki(dir, { port: await freePort(), ...settings });
  const services = await startPkiServices({ dir, port: index.port });
  const trustAnchors = [pemToDer(await readFile(join(dir, index.root), 'utf8'))];
  const password = (await readFile(join(dir, index.passphrase), 'utf8')).trim();

  const signer = async (name: string): Promise<Signer> => {
    const { pkcs12 } = index.identities.find((identity) => identity.name === name)!;
    const opened = await openPkcs12Signer(await readFile(join(dir, pkcs12!)), password);
    if (!opened.ok) throw new Error(opened.error.detail);
    return opened.value;
  };
  const options = async (
    product: 'certified' | 'digital',
    certifier = 'certifier-1',
  ): Promise<SignCopyOptions> => {
    const authority = {
      fieldName: 'Authority',
      signer: await signer('authority'),
      reason: 'Chứng thực bản sao',
    };
    const person = { fieldName: 'Certifier', signer: await signer(certifier), name: 'Nguyễn Thị Minh Hà' };
    return {
      pdf: authorTestCopy(product === 'certified' ? ['Certifier', 'Authority'] : ['Authority']),
      product,
      signatures: product === 'certified' ? [person, authority] : [authority],
      tsa: createHttpTimeStampAuthority({
        urls: [index.tsaUrl],
        trustAnchors,
        timeoutMs: 1_000,
        rounds: 1,
      }),
      revocation: createHttpRevocationSource({ timeoutMs: 1_000, attempts: 1, crlUrls: index.crlUrls }),
      trustAnchors,
      now: () => new Date(),
    };
  };
  return {
    dir,
    index,
    services,
    trustAnchors,
    signer,
    options,
    async sign(product) {
      const signed = await signCopy(await options(product));
      if (!signed.ok) throw new Error(`${signed.error.code}: ${signed.error.detail}`);
      return signed.value.pdf;
    },
    async evidenceFor(names) {
      const questions = await Promise.all(
        names.map(async (name) => {
          const { certificate, chain } = await signer(name);
          return { certificate: parseCertificate(certificate), intermediates: chain.map(parseCertificate) };
        }),
      );
      const gathered = await gatherValidationData({
        questions,
        anchors: trustAnchors.map(parseCertificate),
        revocation: createHttpRevocationSource(),
        at: new Date(),
      });
      if (!gathered.ok) throw new Error(gathered.error.code);
      return gathered.value;
    },
    async save(name, bytes) {
      const path = join(dir, name);
      await writeFile(path, bytes);
      return path;
    },
    async close() {
      await services.close().catch(() => {});
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const pemToDer = (pem: string): Uint8Array =>
  Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
