import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readVerifierKeys } from '@saoy/contracts/transparency/leaf-proof';
import type { VerifierKey } from '@saoy/contracts/transparency/signed-note';
import { checkPublishedLog, type PublishedLogReport } from './check-published-log.ts';

interface LogCheckOptions {
  readonly dir?: string;
  readonly key: string;
  readonly witness: readonly string[];
  readonly held?: string;
  readonly json?: boolean;
}

const mostBytes = 64 * 1024;
const timeoutMs = 30_000;

/**
 * Reads a published log from its address or a folder and computes it again. With `--held FILE` it must continue the
 * checkpoint in that file, which is replaced by the newest when all is well. Exit 0 consistent, 1 not, 3 unreadable.
 */
export async function checkLog(url: string | undefined, options: LogCheckOptions): Promise<void> {
  try {
    const [key] = await keysOf([options.key]);
    const witnesses = await keysOf(options.witness);
    if ((url === undefined) === (options.dir === undefined))
      throw new Error('give an address or --dir, one of them');
    const read = url === undefined ? folderReader(options.dir!) : httpReader(url);
    const held = options.held === undefined ? null : await readFile(options.held, 'utf8').catch(() => null);
    const report = await checkPublishedLog({ read, key: key!, witnesses, held });
    if (report.isConsistent && options.held !== undefined) await hold(options.held, report.checkpoint);
    if (options.json) console.log(JSON.stringify(report, null, 2));
    else for (const line of linesOf(report)) console.log(line);
    process.exitCode = report.isConsistent ? 0 : 1;
  } catch (error) {
    console.error(`saoy: the log cannot be checked: ${(error as Error).message}`);
    process.exitCode = 3;
  }
}

const keysOf = (texts: readonly string[]): Promise<VerifierKey[]> =>
  readVerifierKeys(texts).catch(() => {
    throw new Error('not a verifier key');
  });

const folderReader = (folder: string) => async (name: string) =>
  readFile(path.join(folder, ...name.split('/'))).then(
    (bytes) => new Uint8Array(bytes),
    () => null,
  );

const httpReader = (url: string) => async (name: string) => {
  const response = await fetch(`${url.replace(/\/+$/, '')}/${name}`, {
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > mostBytes) throw new Error(`${name} is too long`);
  return bytes;
};

async function hold(file: string, checkpoint: string): Promise<void> {
  await writeFile(`${file}.tmp`, checkpoint, { flush: true });
  await rename(`${file}.tmp`, file);
}

function linesOf(report: PublishedLogReport): string[] {
  const entries = Object.entries(report.entries).map(([kind, count]) => `${count} ${kind}`);
  return [
    `${report.treeSize} leaves (${entries.join(', ') || 'none'}), root ${report.root}`,
    ...report.cosignedBy.map(({ name, at }) => `cosigned by ${name} at ${at}`),
    report.heldSize === null
      ? 'nothing was held from before: this is the first look'
      : `held from before: ${report.heldSize} leaves`,
    ...report.problems,
    report.isConsistent ? 'The log is consistent.' : 'The log is NOT consistent.',
  ];
}
