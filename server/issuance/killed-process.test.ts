import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ok } from '@saoy/contracts/result';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { hasPostgres, type PostgresCluster, startPostgres } from '../../tests/fixtures/postgres.ts';
import { loadRequest } from '../requests/load-request.ts';
import { copyProofs, registerRows } from '../storage/schema.ts';
import { approvedRequest } from '../testing/drive-request.ts';
import { openTestService } from '../testing/service-context.ts';
import { leavesOf } from '../transparency/published-log.ts';
import type { CopySigner } from './copy-signer.ts';
import { issueCopy } from './issue-copy.ts';

const program = fileURLToPath(new URL('../testing/issuing-process.ts', import.meta.url));
const signer: CopySigner = {
  sign: async ({ pdf }) => ok({ pdf: new Uint8Array([...pdf, 0x0a]), warnings: [] }),
};
let cluster: PostgresCluster | undefined;
afterAll(() => cluster?.stop());

/** Runs the issuing process; answers the signal that ended it, null when it finished. */
const runProcess = (args: readonly string[]): Promise<{ signal: string | null; calls: number }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let complaint = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    child.on('exit', (code, signal) =>
      code === 0 || signal === 'SIGKILL'
        ? resolve({ signal, calls: Number(said) })
        : reject(new Error(`the process ended with ${code}: ${complaint}`)),
    );
  });

/** What outlives a killed process. */
interface Home {
  readonly dataDir: string;
  readonly masterKey: Buffer;
  readonly databaseUrl?: string;
}

const newHome = (databaseUrl?: string): Home => ({
  dataDir: mkdtempSync(join(tmpdir(), 'saoy-killed-')),
  masterKey: randomBytes(32),
  ...(databaseUrl === undefined ? {} : { databaseUrl }),
});

/** Approves a request, kills its process at a point, lets the next one finish, and answers what came of it. */
async function killedAt(point: number, { dataDir, masterKey, databaseUrl }: Home) {
  const options = { dataDir, masterKey, ...(databaseUrl === undefined ? {} : { databaseUrl }) };
  const before = await openTestService(options);
  const { requestId } = await approvedRequest(before.context, { product: 'digital' });
  await before.close();
  const args = [databaseUrl ?? '-', dataDir, masterKey.toString('hex'), requestId];
  const first = await runProcess([...args, String(point)]);
  const after = await openTestService(options);
  await issueCopy(after.context, signer, { data: { requestId }, attempt: 0 });
  const loaded = await loadRequest(after.context.database.db, requestId);
  const rows = await after.context.database.db.select().from(registerRows);
  const leaves = await leavesOf(after.context.database.db, loaded.copy?.code ?? '');
  const proofs = await after.context.database.db
    .select()
    .from(copyProofs)
    .where(eq(copyProofs.code, loaded.copy?.code ?? ''));
  const file = await after.context.objects.get(loaded.copy?.fileKey ?? '0'.repeat(64));
  await after.close();
  return { first, loaded, rows, leaves, proofs, hasFile: file !== null };
}

function expectOneCopy({
  loaded,
  rows,
  leaves,
  proofs,
  hasFile,
}: Awaited<ReturnType<typeof killedAt>>): void {
  const ofRequest = rows.filter(({ requestId }) => requestId === loaded.row.id);
  expect(ofRequest).toHaveLength(1);
  expect(loaded.actions.filter(({ event }) => event.type === 'numbered')).toHaveLength(1);
  expect(loaded.actions.filter(({ event }) => event.type === 'issued')).toHaveLength(1);
  expect(leaves.map(({ kind }) => kind)).toEqual(['issue']);
  expect(proofs).toHaveLength(1);
  expect(hasFile).toBe(true);
  expect(rows.map(({ number }) => number).sort((a, b) => a - b)).toEqual(rows.map((_, i) => i + 1));
}

describe.runIf(hasPostgres())('on PostgreSQL', () => {
  test('a process killed at any step of issuing leaves a request that the next process finishes', async () => {
    cluster = await startPostgres();
    const home = newHome(await cluster.createDatabase());
    for (let point = 1; ; point++) {
      const outcome = await killedAt(point, home);
      expectOneCopy(outcome);
      if (outcome.first.signal === null) {
        expect(point).toBeGreaterThan(9);
        break;
      }
    }
    rmSync(home.dataDir, { recursive: true, force: true });
  }, 600_000);
});

test('the embedded database of a killed process opens again and the request is finished', async () => {
  const home = newHome();
  const outcome = await killedAt(3, home);
  rmSync(home.dataDir, { recursive: true, force: true });
  expect(outcome.first.signal).toBe('SIGKILL');
  expectOneCopy(outcome);
}, 300_000);
