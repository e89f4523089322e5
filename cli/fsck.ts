import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FaultError } from '@saoy/contracts/errors';
import { type FsckReport, fsckPath, fsckProblems, fsckReportSchema } from '@saoy/contracts/fsck-report';
import { fsckBySettings } from '@saoy/server/fsck';
import { projectRoot } from './start/instance.ts';

interface FsckOptions {
  readonly data?: string;
  readonly checkpoint: readonly string[];
  readonly key?: string;
  readonly json?: boolean;
}

const exit = { agrees: 0, differs: 1, couldNotRun: 3 } as const;

/** Where a running server wrote how its operator reaches it, within the folder of `saoy start` or of the server itself. */
const accessFiles = (data: string): string[] => [
  path.join(data, 'server', 'operations.json'),
  path.join(data, 'operations.json'),
];

/**
 * Checks that log, register, actions, copies and files agree: on PostgreSQL by the settings of the server in the
 * environment, else by asking the running server. Exit 0 they agree, 1 they do not, 3 it could not be found out.
 */
export async function fsck(options: FsckOptions): Promise<void> {
  try {
    const checkpoints: string[] = [];
    for (const file of options.checkpoint) checkpoints.push(await readText(file));
    const key = options.key ?? null;
    const order = { checkpoints, key };
    const data = options.data ?? path.join(projectRoot, 'var', 'data');
    const isDirect = options.data === undefined && (process.env['DATABASE_URL'] ?? '') !== '';
    const report = isDirect
      ? await fsckBySettings(process.env, { ...order, onProgress: tell })
      : await askServer(data, order);
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    if (options.json) console.log(JSON.stringify(report, null, 2));
    else for (const line of linesOf(report)) console.log(line);
    process.exitCode = report.agrees ? exit.agrees : exit.differs;
  } catch (error) {
    const said =
      error instanceof FaultError
        ? `${error.code}${error.fault.detail === undefined ? '' : `: ${error.fault.detail}`}`
        : (error as Error).message;
    if (options.json) console.log(JSON.stringify({ error: said }));
    console.error(`saoy: fsck could not run: ${said}`);
    process.exitCode = exit.couldNotRun;
  }
}

/** Progress for who watches; nothing in a pipe. */
function tell(step: string, done: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${step}: ${done}`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new Error(`${file} cannot be read`);
  }
}

async function askServer(data: string, order: object): Promise<FsckReport> {
  const access = await readAccess(data);
  let response: Response;
  try {
    response = await fetch(new URL(fsckPath, access.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${access.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
  } catch {
    throw new Error('the server does not answer its operator');
  }
  if (!response.ok || response.body === null)
    throw new Error(`the server answered ${response.status} ${await response.text()}`);
  let buffered = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    buffered += chunk;
    const lines = buffered.split('\n');
    buffered = lines.pop() ?? '';
    for (const line of lines) {
      const said = JSON.parse(line) as {
        progress?: { step: string; done: number };
        report?: unknown;
        error?: { code: string };
      };
      if (said.progress !== undefined) tell(said.progress.step, said.progress.done);
      if (said.error !== undefined) throw new Error(said.error.code);
      if (said.report !== undefined) return fsckReportSchema.parse(said.report);
    }
  }
  throw new Error('the server ended before it answered');
}

async function readAccess(data: string): Promise<{ url: string; token: string }> {
  for (const file of accessFiles(data)) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text) as { url: string; token: string };
  }
  throw new Error(`no server is running with its data in ${data}`);
}

function linesOf(report: FsckReport): string[] {
  const { log, register, requests, copies, files } = report;
  const waiting = log.leaves - log.covered;
  const lines = [
    `log       ${log.leaves} leaves, ${log.checkpoints} checkpoints, ${log.cosignatures} cosignatures${waiting > 0 ? `, ${waiting} leaves wait for a checkpoint` : ''}`,
    `          ${log.origin ?? 'nothing published yet'}${log.root === null ? '' : `, root ${log.root} of ${log.covered}`}`,
    `register  ${register.rows} rows, of which ${register.voided} void`,
    `requests  ${requests.requests}, with ${requests.actions} actions`,
    `copies    ${copies.released} released, of which ${copies.annulled} annulled`,
    `files     ${files.intact} intact; ${files.deletedByPolicy} scans and prints deleted by policy`,
    ...(log.isKeyFromDatabase
      ? ['note      the key of the log came from the database itself; give it with --key to be sure']
      : []),
    ...(log.heldCheckpoints === 0
      ? [
          'note      no checkpoint held elsewhere was given (--checkpoint): an end cut off cleanly would not show',
        ]
      : []),
    '',
  ];
  for (const { code, subject, detail } of report.problems) lines.push(`${code}  ${subject}  ${detail}`);
  const counted = Object.entries(report.counts);
  if (counted.length > 0) lines.push('');
  for (const [code, count] of counted)
    lines.push(`${String(count).padStart(6)}  ${code}: ${fsckProblems[code as keyof typeof fsckProblems]}`);
  lines.push(report.agrees ? 'Everything agrees.' : 'Something does not agree.');
  return lines;
}
