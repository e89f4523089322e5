// QR look-ups: `saoy verifier` on PostgreSQL beside a bare Express route that answers such a JSON from memory. The same client
// asks both for random codes, by turns, in one run; with 10 thousand copies and with a million.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { pino } from 'pino';
import { DEVELOPMENT_AUTHORITY } from '../../server/authorities/development-authority.ts';
import { openDatabase } from '../../server/storage/open-database.ts';
import { hasPostgres, startPostgres } from '../fixtures/postgres.ts';
import { generateCopies } from './lookup/generate-copies.ts';
import { countArgument, machineLine, median, processorMsOf } from './measurements.ts';

const root = path.join(import.meta.dirname, '..', '..');
const connections = 100;
const roundSeconds = 5;
const codesPerConnection = 400;
const fewCopies = 10_000;

interface Round {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Processor time of the process that answers, for one request. */
  readonly cpuUs: number;
}

interface Answering {
  readonly url: string;
  readonly child: ChildProcess;
}

const children: ChildProcess[] = [];

async function start(args: string[], environment: Record<string, string> = {}): Promise<Answering> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) =>
      resolve((JSON.parse(data.toString()) as { url: string }).url),
    );
    child.once('exit', () => reject(new Error(`${args.join(' ')} did not start`)));
  });
  return { url, child };
}

/** What production wants of a verifier: an authority, and an anchor that is none of the development PKI. */
async function prepareProduction(folder: string): Promise<void> {
  await writeFile(path.join(folder, 'authority.json'), JSON.stringify(DEVELOPMENT_AUTHORITY));
  const anchor = ['-out', path.join(folder, 'anchor.pem'), '-keyout', path.join(folder, 'anchor.key')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=Benchmark', ...anchor];
  execFileSync('openssl', request, { stdio: 'ignore' });
}

async function ask({ url, child }: Answering, codes: readonly string[], seconds: number): Promise<Round> {
  const before = await processorMsOf(child.pid!);
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    timeout: 60,
    setupClient: (one) => {
      one.setRequests(
        Array.from({ length: codesPerConnection }, () => ({
          method: 'GET' as const,
          path: `/public/v1/copies/${codes[Math.floor(Math.random() * codes.length)]!}`,
        })),
      );
    },
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} requests were refused, ${result.errors} failed`);
  return {
    perSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpuUs: ((await processorMsOf(child.pid!)) - before) * (1000 / result.requests.total),
  };
}

const header = `${''.padEnd(40)}${['req/s', 'least', 'most', 'p50 ms', 'p99 ms', 'CPU µs'].map((name) => name.padStart(9)).join('')}`;
function line(what: string, found: readonly Round[]): string {
  const speeds = found.map(({ perSecond }) => perSecond);
  const of = (pick: (round: Round) => number) => median(found.map(pick)).toFixed(1).padStart(9);
  const speed = [median(speeds), Math.min(...speeds), Math.max(...speeds)];
  return `${what.padEnd(40)}${speed.map((value) => value.toFixed(0).padStart(9)).join('')}${of(({ p50 }) => p50)}${of(({ p99 }) => p99)}${of(({ cpuUs }) => cpuUs)}`;
}

/** Both by turns, after a warm-up of each; answers the share of the bare route's speed that a look-up reaches. */
async function compare(
  size: number,
  bare: Answering,
  verifier: Answering,
  codes: readonly string[],
  rounds: number,
): Promise<{ share: number; p99: number }> {
  const found: { bare: Round[]; look: Round[] } = { bare: [], look: [] };
  for (const each of [bare, verifier]) await ask(each, codes, 3);
  for (let i = 0; i < rounds; i++) {
    found.bare.push(await ask(bare, codes, roundSeconds));
    found.look.push(await ask(verifier, codes, roundSeconds));
  }
  console.log(line('bare Express route', found.bare));
  console.log(line(`look-up among ${size.toLocaleString('en')} copies`, found.look));
  const share = median(found.look.map((round, i) => round.perSecond / found.bare[i]!.perSecond));
  return { share, p99: median(found.look.map(({ p99 }) => p99)) };
}

async function main(manyCopies: number, rounds: number): Promise<void> {
  if (!hasPostgres()) return console.log('Skipped: PostgreSQL is not installed.');
  const folder = await mkdtemp(path.join(tmpdir(), 'saoy-bench-'));
  const cluster = await startPostgres();
  const log = pino({ level: 'silent' });
  try {
    const databaseUrl = await cluster.createDatabase();
    await (await openDatabase({ databaseUrl, dataDir: folder, log })).close();
    await prepareProduction(folder);
    const client = new pg.Client({ connectionString: databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    const query = (text: string, values?: unknown[]) => client.query(text, values);
    const codes = await generateCopies(query, 0, fewCopies);
    const verifier = await start(['cli/main.ts', 'verifier'], {
      DATABASE_URL: databaseUrl,
      PORT: '0',
      TRUST_ANCHORS_FILE: path.join(folder, 'anchor.pem'),
      AUTHORITY_FILE: path.join(folder, 'authority.json'),
      NODE_ENV: 'production',
      CALLS_PER_MINUTE: '10000000',
      CALLS_PER_SECOND: '1000000',
      LOG_LEVEL: 'warn',
    });
    const answer = await (await fetch(new URL(`/public/v1/copies/${codes[0]}`, verifier.url))).text();
    const bare = await start(['tests/benchmarks/lookup/bare-express.ts', answer], { NODE_ENV: 'production' });
    console.log(machineLine());
    console.log(
      `Sample: ${rounds} rounds of ${roundSeconds} s each by turns, ${connections} connections, random codes, answers of ${answer.length} bytes; ` +
        'client, server and PostgreSQL (fsync off, nothing is written) share the machine',
    );
    console.log(header);
    const few = await compare(fewCopies, bare, verifier, codes, rounds);
    const all = codes.concat(await generateCopies(query, fewCopies, manyCopies));
    const many = await compare(manyCopies, bare, verifier, all, rounds);
    await client.end();
    const pglite = await start([
      'tests/benchmarks/lookup/on-pglite.ts',
      path.join(folder, 'pglite'),
      String(fewCopies),
    ]);
    const own = JSON.parse(await readFile(path.join(folder, 'pglite', 'codes.json'), 'utf8')) as string[];
    await ask(pglite, own, 3);
    console.log(line('look-up on PGlite among 10,000 copies', [await ask(pglite, own, roundSeconds)]));
    const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
    console.log(
      `Of the bare route's requests per second: ${percent(few.share)} among ${fewCopies.toLocaleString('en')} copies, ` +
        `${percent(many.share)} among ${manyCopies.toLocaleString('en')} (goal: 50 %). ` +
        `p99 of look-ups: ${few.p99.toFixed(1)} ms and ${many.p99.toFixed(1)} ms.`,
    );
  } finally {
    for (const child of children) child.kill();
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const [copies, rounds] = process.argv.slice(2);
await main(countArgument(copies, 1_000_000), countArgument(rounds, 5));
