import { basename } from 'node:path';
import type { FilesProgress } from '@saoy/server/recognition';

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const BAR_CELLS = 20;
const SHORTEST_TERMINAL = 40;
/** Where lines cannot be written over, each page says so much only. */
const STEPS = 4;

/**
 * How far the pages are: on a terminal one line that is written over; elsewhere, if `isForced`, a line for every quarter
 * of a page; otherwise nothing.
 */
export function showProgress(
  stderr: Terminal,
  total: number,
  isForced: boolean,
): { readonly update: (progress: FilesProgress) => void; readonly clear: () => void } {
  if (stderr.isTTY === true) return onTerminal(stderr, total);
  return isForced ? asLines(stderr, total) : { update: () => undefined, clear: () => undefined };
}

function onTerminal(stderr: Terminal, total: number) {
  const update = ({ filesDone, underWay }: FilesProgress): void => {
    const share = (filesDone + underWay.reduce((sum, page) => sum + page.share, 0)) / total;
    const cells = Math.round(share * BAR_CELLS);
    const pages = underWay.map((page) => `${printable(page.file)} ${percent(page.share)}`).join(', ');
    const line = `${'█'.repeat(cells)}${'░'.repeat(BAR_CELLS - cells)} ${filesDone} of ${total} ${total === 1 ? 'page' : 'pages'} read  ${pages}`;
    stderr.write(`\r\u001b[K${line.slice(0, Math.max(SHORTEST_TERMINAL, stderr.columns ?? 80) - 1)}`);
  };
  update({ filesDone: 0, underWay: [] });
  return { update, clear: () => void stderr.write('\r\u001b[K') };
}

function asLines(stderr: Terminal, total: number) {
  const told = new Map<string, number>();
  let done = 0;
  const update = ({ filesDone, underWay }: FilesProgress): void => {
    for (const { file, share } of underWay) {
      const step = Math.floor(share * STEPS);
      if (step <= (told.get(file) ?? 0)) continue;
      told.set(file, step);
      stderr.write(`${printable(file)} ${percent(share)}\n`);
    }
    if (filesDone > done) stderr.write(`${filesDone} of ${total} ${total === 1 ? 'page' : 'pages'} read\n`);
    done = filesDone;
  };
  return { update, clear: () => undefined };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** A name may hold what a terminal takes for an order. */
const printable = (file: string): string => basename(file).replace(/[\p{Cc}\p{Cf}]/gu, '?');
