// What somebody sees on a printed copy: the codes in clear text, the QR by a phone's camera.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readQrCodes } from '../../imaging/index.ts';

const run = promisify(execFile);

export interface Print {
  readonly copyCode: string;
  readonly checkCode: string;
  /** What the QR opens. */
  readonly qrUrl: string;
  readonly text: string;
}

/** Reads the last page of a printed copy; throws when a code cannot be found on it. */
export async function readPrint(file: string): Promise<Print> {
  const { stdout: text } = await run('pdftotext', ['-layout', file, '-']);
  const copyCode = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text)?.[0];
  const checkCode = /(?<![0-9A-Z-])[0-9A-Z]{4}-[0-9A-Z]{4}(?![0-9A-Z-])/.exec(text)?.[0];
  const qrUrl = await readQr(file);
  if (copyCode === undefined || checkCode === undefined || qrUrl === undefined)
    throw new Error(`${path.basename(file)} lacks a code: ${copyCode}, ${checkCode}, ${qrUrl}`);
  return { copyCode, checkCode, qrUrl, text };
}

async function readQr(file: string): Promise<string | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'saoy-print-'));
  try {
    const picture = path.join(folder, 'page');
    await run('pdftoppm', ['-singlefile', '-png', '-r', '150', '-f', '1', '-l', '1', file, picture]);
    const codes = await readQrCodes(await readFile(`${picture}.png`));
    return codes.map(({ text: content }) => content).find((content) => /^https?:/i.test(content));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
