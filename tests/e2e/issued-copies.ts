// Copies as the running server issues them, as paper and pictures: without kiosks, which other journeys cover.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { readQrCodes } from '../../imaging/index.ts';
import type { ServiceContext } from '../../server/service-context.ts';
import { type CopyRow, copies } from '../../server/storage/schema.ts';
import { approvedRequest } from '../../server/testing/drive-request.ts';

const run = promisify(execFile);

export interface IssuedCopy {
  readonly row: CopyRow;
  /** The last page as it comes out of a printer. */
  readonly paper: Buffer;
  /** What the QR on it says. */
  readonly sealUrl: string;
  /** The part of the page around the QR, as a camera close to it sees it. */
  readonly closeUp: Buffer;
}

/** Has the server issue a digital copy, which policy decides, and prints it. */
export async function issueCopy(context: ServiceContext, shade: number): Promise<IssuedCopy> {
  const { db } = context.database;
  const { requestId } = await approvedRequest(context, { product: 'digital', shades: [shade] });
  for (;;) {
    const row = (await db.select().from(copies)).find((each) => each.requestId === requestId);
    if (row?.state === 'issued') return print(row, (await context.objects.get(row.fileKey!))!);
    if (row?.state === 'voided') throw new Error('the copy was not issued');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function print(row: CopyRow, pdf: Uint8Array): Promise<IssuedCopy> {
  const folder = await mkdtemp(path.join(tmpdir(), 'saoy-paper-'));
  try {
    await writeFile(path.join(folder, 'copy.pdf'), pdf);
    const picture = path.join(folder, 'page');
    await run('pdftoppm', [
      '-singlefile',
      '-png',
      '-r',
      '200',
      '-f',
      '1',
      '-l',
      '1',
      path.join(folder, 'copy.pdf'),
      picture,
    ]);
    const paper = await readFile(`${picture}.png`);
    const code = (await readQrCodes(paper)).find(({ text }) => /^https?:/i.test(text));
    if (code === undefined) throw new Error('the copy has no QR');
    const [left, top, width, height] = code.box;
    const margin = Math.round(width / 2);
    const { width: pageWidth = 0, height: pageHeight = 0 } = await sharp(paper).metadata();
    const from = { left: Math.max(0, left - margin), top: Math.max(0, top - margin) };
    const closeUp = await sharp(paper)
      .extract({
        ...from,
        width: Math.min(width + 2 * margin, pageWidth - from.left),
        height: Math.min(height + 2 * margin, pageHeight - from.top),
      })
      .toBuffer();
    return { row, paper, sealUrl: code.text, closeUp };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a phone's camera sees of a picture: a little turned and blurred, on a table. MJPEG: one JPEG after the other. */
export async function filmOf(picture: Buffer): Promise<Buffer> {
  const frames = await Promise.all(
    [3, 5, 4].map(async (angle) => {
      const held = await sharp(picture)
        .resize({ width: 620 })
        .rotate(angle, { background: '#8a7a66' })
        .blur(0.7)
        .toBuffer();
      return sharp({ create: { width: 1280, height: 960, channels: 3, background: '#8a7a66' } })
        .composite([{ input: held, gravity: 'centre' }])
        .jpeg({ quality: 80 })
        .toBuffer();
    }),
  );
  return Buffer.concat(Array.from({ length: 4 }, () => frames).flat());
}

/** A photo without any code. */
export const emptyTable = (): Promise<Buffer> =>
  sharp({ create: { width: 1280, height: 960, channels: 3, background: '#8a7a66' } })
    .jpeg()
    .toBuffer();
