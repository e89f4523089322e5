// What signing is measured with: a development PKI whose authorities run in a process of their own, two P-256 keys,
// and a copy of two pages scanned at 300 dpi.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCopyCode } from '@saoy/contracts/copy-code';
import { pagesDigest } from '@saoy/contracts/seal';
import sharp from 'sharp';
import { ensureFixtures, projectRoot } from '../../cli/start/instance.ts';
import { makeSealUrl, makeTestKey, sealFacts } from '../../contracts/seal/seal.fixture.ts';
import { authorityAt } from '../../server/authorities/authority-at.ts';
import { DEVELOPMENT_AUTHORITY } from '../../server/authorities/development-authority.ts';
import { copyAuthorityOf } from '../../server/issuance/rendering/copy-authority.ts';
import type { PageImage } from '../../server/issuance/rendering/copy-input.ts';
import { renderCopy } from '../../server/issuance/rendering/render-copy.ts';
import type { DemoOriginal } from '../fixtures/originals/index.ts';

const RESOLUTION_DPI = 300;
const PAGE_BYTES = 0.85e6;

export interface PkiIdentity {
  readonly name: string;
  /** Folder with `cert.pem`, `chain.pem`, `key.pem` and `identity.p12`. */
  readonly folder: string;
}

export interface SigningBed {
  readonly dir: string;
  readonly rootPem: string;
  readonly password: string;
  readonly trustAnchors: readonly Uint8Array[];
  readonly tsaUrl: string;
  readonly crlUrls: readonly string[];
  /** Both keys are P-256. */
  readonly certifier: PkiIdentity;
  readonly authority: PkiIdentity;
  /** The process of the time-stamping authority and the OCSP responder. */
  readonly authorities: ChildProcess;
  close(): Promise<void>;
}

/** Makes the PKI in a folder of its own and starts its authorities. */
export async function makeSigningBed(): Promise<SigningBed> {
  const dir = await mkdtemp(path.join(tmpdir(), 'saoy-bench-'));
  const port = await freePort();
  const main = path.join(projectRoot, 'certs', 'main.ts');
  execFileSync(process.execPath, [main, 'generate', '--dir', dir, '--port', String(port)], {
    stdio: 'ignore',
  });
  const authorities = spawn(process.execPath, [main, 'serve', '--dir', dir], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise<void>((resolve, reject) => {
    authorities.stdout.once('data', () => resolve());
    authorities.once('exit', (code) => reject(new Error(`the authorities ended with ${code}`)));
  });
  const index = JSON.parse(await readFile(path.join(dir, 'pki.json'), 'utf8')) as {
    readonly root: string;
    readonly passphrase: string;
    readonly tsaUrl: string;
    readonly crlUrls: readonly string[];
  };
  const rootPem = path.join(dir, index.root);
  const pem = await readFile(rootPem, 'utf8');
  const identity = (name: string): PkiIdentity => ({ name, folder: path.join(dir, 'identities', name) });
  return {
    dir,
    rootPem,
    password: (await readFile(path.join(dir, index.passphrase), 'utf8')).trim(),
    trustAnchors: [new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'))],
    tsaUrl: index.tsaUrl,
    crlUrls: index.crlUrls,
    certifier: identity('certifier-1'),
    authority: identity('certifier-2'),
    authorities,
    async close() {
      authorities.kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** Two A4 originals of the demo set as a scanner delivers them: 300 dpi, about 0.8 MB each. */
export async function scanPages(): Promise<PageImage[]> {
  const papersDir = path.join(projectRoot, 'var', 'papers');
  await ensureFixtures({ papersDir, peopleDir: path.join(projectRoot, 'var', 'people') });
  const originals = JSON.parse(
    await readFile(path.join(papersDir, 'originals.json'), 'utf8'),
  ) as readonly DemoOriginal[];
  return Promise.all(
    ['birth-1', 'diploma-1'].map(async (id) => {
      const original = originals.find((each) => each.id === id)!;
      return scanPage(await readFile(path.join(papersDir, original.file)), original.truth.text.split('\n'));
    }),
  );
}

async function scanPage(original: Uint8Array, lines: readonly string[]): Promise<PageImage> {
  const page = sharp(original).resize({ width: 2480, height: 3508, fit: 'fill' });
  let jpeg = await page.jpeg({ quality: 95 }).toBuffer({ resolveWithObject: true });
  for (let quality = 90; jpeg.data.length > PAGE_BYTES && quality > 20; quality -= 3)
    jpeg = await page.jpeg({ quality }).toBuffer({ resolveWithObject: true });
  const step = Math.floor(3200 / Math.max(1, lines.length));
  return {
    jpeg: new Uint8Array(jpeg.data),
    widthPx: jpeg.info.width,
    heightPx: jpeg.info.height,
    resolutionDpi: RESOLUTION_DPI,
    rotation: 0,
    lines: lines.map((text, i) => ({
      text,
      box: [200, 150 + i * step, Math.min(2100, text.length * 26), Math.min(50, step - 4)],
      confidence: 0.95,
    })),
  };
}

const sealKey = makeTestKey();

/** Seals and renders a certified copy of pages; each number gives another file. */
export async function authorCopy(pages: readonly PageImage[], number: number): Promise<Uint8Array> {
  const issuedAt = new Date();
  const code = makeCopyCode(createHash('sha256').update(`copy ${number}`).digest().subarray(0, 11));
  const facts = sealFacts({
    code,
    product: 'certified',
    issuedAt,
    pageCount: pages.length,
    pagesDigest: await pagesDigest(pages.map(({ jpeg }) => jpeg)),
  });
  return renderCopy({
    product: 'certified',
    code,
    verifyUrl: await makeSealUrl(await sealKey, facts),
    authority: copyAuthorityOf(authorityAt(DEVELOPMENT_AUTHORITY, issuedAt), 'certified'),
    certifier: { fullName: 'Nguyễn Thị Minh Hà', titleLines: ['TUQ. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'] },
    number: { number, book: '01/2026' },
    issuedAt,
    pages,
    locale: 'vi',
  });
}
