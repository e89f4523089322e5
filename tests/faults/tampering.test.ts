// A whole system of processes, its log followed from outside, and its database changed by hand.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { agentApi } from '@saoy/contracts/agent-api';
import { parseAnswer } from '@saoy/contracts/endpoint-call';
import type { FsckReport } from '@saoy/contracts/fsck-report';
import { publicApi } from '@saoy/contracts/public-api';
import { staffApi } from '@saoy/contracts/staff-api';
import { type LeafProof, readVerifierKeys, verifyLeafProof } from '@saoy/contracts/transparency/leaf-proof';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublishedLogReport } from '../../cli/log/check-published-log.ts';
import { projectRoot } from '../../cli/start/instance.ts';
import { patienceMs, TestInstance } from '../fixtures/instance.ts';
import { drawMarkedPage, sha256Of } from '../fixtures/instance-page.ts';
import {
  confirm,
  downloadCopy,
  sendDraft,
  untilAnswered,
  waitUntilRead,
  waitUntilSettled,
} from '../fixtures/instance-request.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../fixtures/postgres.ts';

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `saoy` as an operator or a stranger does. */
const saoy = (args: string[], env: Record<string, string> = {}): Promise<Said> =>
  new Promise((resolve) => {
    const main = path.join(projectRoot, 'cli', 'main.ts');
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', main, ...args],
      { env: { PATH: process.env['PATH'] ?? '', ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

describe.runIf(hasPostgres())('a log that cannot lie', () => {
  let cluster: PostgresCluster;
  let databaseUrl: string;
  let instance: TestInstance;
  let held: string;
  let key: string;
  let code: string;

  const issue = async (): Promise<string> => {
    const kiosk = instance.clientOf('kiosk-1');
    const request = await sendDraft(kiosk, [await drawMarkedPage()]);
    await waitUntilRead(request);
    await confirm(request);
    await untilAnswered(() => instance.certifier.approve(request.requestId));
    const settled = await waitUntilSettled(request);
    expect(settled.status).toBe('issued');
    const file = await downloadCopy(settled.copy!.downloadUrl!);
    expect(sha256Of(file)).toBe(settled.copy!.sha256);
    return settled.copy!.code;
  };
  const proofOf = async (of: string) => {
    const response = await fetch(
      new URL(publicApi.getCopyProof.path.replace(':code', of), instance.publicUrl),
    );
    return parseAnswer(publicApi.getCopyProof, response.status, new Uint8Array(await response.arrayBuffer()));
  };
  const settings = () => ({
    PUBLIC_URL: instance.publicUrl,
    DATABASE_URL: databaseUrl,
    DATA_DIR: path.join(instance.dataDir, 'worker'),
    OBJECTS_DIR: path.join(instance.dataDir, 'server', 'objects'),
    MASTER_KEY_FILE: path.join(instance.dataDir, 'server', 'master.key'),
    PKI_DIR: instance.instance.pkiDir,
  });
  const fsck = async (...args: string[]) => {
    const { code: exitCode, out } = await saoy(['fsck', '--json', ...args], settings());
    return { exitCode, report: JSON.parse(out) as FsckReport };
  };
  const byHand = async (statement: string) => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(`set session_replication_role = replica; ${statement}`);
    await client.end();
  };

  beforeAll(async () => {
    cluster = await startPostgres();
    databaseUrl = await cluster.createDatabase();
    instance = await TestInstance.start({ databaseUrl });
    held = path.join(instance.dataDir, 'held');
    code = await issue();
  }, 300_000);
  afterAll(async () => {
    await instance?.stop();
    await cluster?.stop();
  }, 60_000);

  it('proves a released copy to whoever knows its code, and nothing to who does not', async () => {
    const answer = await proofOf(code);
    expect(answer.ok).toBe(true);
    if (!answer.ok) return;
    const { leaves, log } = answer.value;
    key = log.key;
    const [logKey] = await readVerifierKeys([log.key]);
    expect(leaves).toHaveLength(1);
    expect(leaves[0]!.record).toMatchObject({ format: 'saoy/issue/v1', code });
    const outcome = await verifyLeafProof(leaves[0] as unknown as LeafProof, { log: logKey! });
    expect(outcome).toMatchObject({ isProven: true });
    const unknown = await proofOf('0000-0000-0000');
    expect(unknown.ok).toBe(false);
  });

  it(
    'is followed by a stranger who reads all of it and holds the checkpoint',
    async () => {
      const log = `${instance.publicUrl}/log`;
      const first = await saoy(['log', 'check', log, '--key', key, '--held', held]);
      expect(first).toMatchObject({ code: 0 });
      expect(existsSync(held)).toBe(true);
      await issue();
      const again = await saoy(['log', 'check', log, '--key', key, '--held', held, '--json']);
      expect(again.code).toBe(0);
      const report = JSON.parse(again.out) as PublishedLogReport;
      expect(report.entries.issue).toBe(2);
      expect(report.treeSize).toBeGreaterThan(report.heldSize!);
    },
    patienceMs(120_000),
  );

  it(
    'takes an annulment as a leaf, proven a moment later',
    async () => {
      await instance.certifier.call(staffApi.annul, {
        params: { code },
        body: {
          decisionNumber: '7/QĐ-UBND',
          decisionDate: '2026-11-20',
          signer: 'Trần Văn Bình',
          reason: 'Bản chính không hợp lệ',
        },
      });
      await expect
        .poll(
          async () => {
            const answer = await proofOf(code);
            return answer.ok && answer.value.leaves.map(({ kind }) => kind);
          },
          { timeout: patienceMs(10_000) },
        )
        .toEqual(['issue', 'annulment']);
    },
    patienceMs(60_000),
  );

  it(
    'agrees with everything else, read by the operator while the system runs',
    async () => {
      const direct = await fsck('--checkpoint', held, '--key', key);
      expect(direct.report.problems).toEqual([]);
      expect(direct).toMatchObject({
        exitCode: 0,
        report: { copies: { released: 2, annulled: 1 }, log: { heldCheckpoints: 2 } },
      });
      const asked = await saoy(['fsck', '--data', instance.dataDir, '--json']);
      expect(asked.code, asked.err).toBe(0);
      expect(await saoy(['fsck', '--data', path.join(instance.dataDir, 'nowhere')])).toMatchObject({
        code: 3,
      });
    },
    patienceMs(120_000),
  );

  it(
    'shows a row changed by hand, and says so in words too',
    async () => {
      await byHand(`update register_rows set fee_vnd = 0 where code = '${code}'`);
      const { exitCode, report } = await fsck();
      expect(exitCode).toBe(1);
      expect(report.counts).toEqual({ 'register.row-altered': 1 });
      const told = await saoy(['fsck', '--data', instance.dataDir]);
      expect(told.code).toBe(1);
      expect(told.out).toContain('register.row-altered');
    },
    patienceMs(120_000),
  );

  it(
    'signs nothing more for a database that was set back, and the stranger notices',
    async () => {
      const before = readFileSync(held, 'utf8');
      await byHand(
        `delete from log_checkpoints where tree_size > 1; delete from log_leaves where leaf_index > 0;
       delete from copy_proofs where leaf_index > 0; update log_tiles set hashes = substring(hashes from 1 for 32)`,
      );
      const check = await saoy(['log', 'check', `${instance.publicUrl}/log`, '--key', key, '--held', held]);
      expect(check).toMatchObject({ code: 1 });
      expect(check.out).toContain('shrank');
      expect(readFileSync(held, 'utf8')).toBe(before);
      const kiosk = instance.clientOf('kiosk-1');
      const request = await sendDraft(kiosk, [await drawMarkedPage()]);
      await waitUntilRead(request);
      await confirm(request);
      await untilAnswered(() => instance.certifier.approve(request.requestId));
      await expect
        .poll(
          async () => {
            const view = await kiosk.call(agentApi.getRequest, {
              params: { requestId: request.requestId },
              query: { after: 0, waitMs: 0 },
            });
            return [view.status, view.delay?.code, view.copy];
          },
          { timeout: patienceMs(30_000) },
        )
        .toEqual(['logged', 'transparency.log-set-back', null]);
    },
    patienceMs(180_000),
  );
});
