import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, type PostgresCluster, startPostgres } from '../tests/fixtures/postgres.ts';
import { annulCopy } from './register/annul-copy.ts';
import { type CopyRow, copies, staff } from './storage/schema.ts';
import { approvedRequest } from './testing/drive-request.ts';
import { type ServerUnderTest, startServerUnderTest } from './testing/running-server.ts';

const root = join(import.meta.dirname, '..');
const children: ChildProcess[] = [];

interface Verifier {
  readonly url: string;
  readonly register: string;
  readonly child: ChildProcess;
}

/** `saoy verifier` as a process, with nothing of ours in its environment but what is given. */
async function startVerifier(environment: Record<string, string>, args: string[] = []): Promise<Verifier> {
  const child = spawn(process.execPath, ['cli/main.ts', 'verifier', ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let complaint = '';
  child.stderr.on('data', (data: Buffer) => {
    complaint += data.toString();
  });
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) =>
      resolve({ ...(JSON.parse(data.toString()) as { url: string; register: string }), child }),
    );
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${complaint}`)));
  });
}

const get = (verifier: Verifier, path: string, init?: RequestInit) =>
  fetch(new URL(path, verifier.url), init);
const check = async (verifier: Verifier, pdf: Uint8Array) =>
  (await get(verifier, '/public/v1/files', {
    method: 'POST',
    headers: { 'content-type': 'application/pdf' },
    body: Buffer.from(pdf),
  }).then((response) => response.json())) as Record<string, unknown>;

describe.runIf(hasPostgres())('a verifier of its own', () => {
  let cluster: PostgresCluster;
  let tested: ServerUnderTest;
  let verifier: Verifier;
  let anchors: string;
  let readerUrl: string;
  let copy: CopyRow;
  let pdf: Uint8Array;

  beforeAll(async () => {
    cluster = await startPostgres();
    const ownerUrl = await cluster.createDatabase();
    tested = await startServerUnderTest({ DATABASE_URL: ownerUrl });
    anchors = join(tested.pkiDir, 'root.pem');
    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    await owner.query('create role saoy_verifier login');
    await owner.query(readFileSync(join(root, 'server', 'storage', 'verifier-role.sql'), 'utf8'));
    await owner.end();
    readerUrl = ownerUrl.replace('saoy@', 'saoy_verifier@');
    ({ copy, pdf } = await issueCopy());
    verifier = await startVerifier({ DATABASE_URL: readerUrl, TRUST_ANCHORS_FILE: anchors });
  }, 180_000);
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await tested?.close();
    await cluster?.stop();
  });

  async function issueCopy(): Promise<{ copy: CopyRow; pdf: Uint8Array }> {
    const { context } = tested.server;
    const { requestId } = await approvedRequest(context, { product: 'digital', shades: [31] });
    for (;;) {
      const [found] = await context.database.db.select().from(copies).where(eq(copies.requestId, requestId));
      if (found?.state === 'issued')
        return { copy: found, pdf: (await context.objects.get(found.fileKey!))! };
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  test('looks codes up, checks files and shows proofs with a role that can only read', async () => {
    expect(verifier.register).toBe('read-only');
    const found = await get(verifier, `/public/v1/copies/${copy.code}`);
    expect(found.headers.get('cache-control')).toContain('max-age=5');
    expect(await found.json()).toMatchObject({ status: 'genuine', copy: { code: copy.code } });
    expect(await check(verifier, pdf)).toMatchObject({
      status: 'genuine',
      reasonCode: 'file-matches-register',
      report: { verdict: 'TOTAL-PASSED' },
    });
    const forged = pdf.slice();
    forged[Math.floor(forged.length / 3)]! ^= 1;
    expect(await check(verifier, forged)).toMatchObject({ status: 'altered', copy: { code: copy.code } });
    const proof = await get(verifier, `/public/v1/copies/${copy.code}/proof`);
    expect(await proof.json()).toMatchObject({ code: copy.code, leaves: [{ kind: 'issue' }] });
    expect(await (await get(verifier, '/healthz')).json()).toEqual({ status: 'ok', register: 'ok' });
  });

  test('serves the page, the signed lists and the log', async () => {
    expect((await get(verifier, '/log/checkpoint')).status).toBe(200);
    const tile = await get(verifier, '/log/tile/entries/000.p/1');
    expect([tile.status, tile.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=3600, immutable',
    ]);
    for (const path of ['/public/v1/seal-keys', '/public/v1/annulments'])
      expect([path, (await get(verifier, path)).status]).toEqual([path, 200]);
    const { paths } = (await (await get(verifier, '/openapi.json')).json()) as { paths: object };
    expect(Object.keys(paths)).toContain('/public/v1/copies/{code}');
    expect(JSON.stringify(paths)).not.toMatch(/downloads|staff|agent/);
  });

  test('holds no files and no keys, and says so', async () => {
    const answers = [
      await get(verifier, `/public/v1/copies/${copy.code}/pages`, { method: 'POST', body: '{}' }),
      await get(verifier, `/public/v1/downloads/${'x'.repeat(27)}`),
    ];
    for (const answer of answers)
      expect([answer.status, await answer.json()]).toMatchObject([
        503,
        { error: { code: 'general.unavailable' } },
      ]);
    expect((await get(verifier, '/staff/v1/session')).status).toBe(404);
    const reader = new pg.Client({ connectionString: readerUrl });
    await reader.connect();
    for (const statement of [
      'select check_code_hash from copies',
      'select digest_salt from log_leaves',
      'select requester_name from register_rows',
      "update copies set state = 'issued'",
    ])
      await expect(reader.query(statement)).rejects.toThrow('permission denied');
    await reader.end();
  });

  test('tells of an annulment as soon as the register has it', async () => {
    const { context } = tested.server;
    const [member] = await context.database.db
      .select()
      .from(staff)
      .where(eq(staff.signerName, 'certifier-1'));
    const decision = {
      decisionNumber: '14/QĐ-UBND',
      decisionDate: '2026-11-21',
      signer: 'Chủ tịch',
      reason: 'Sai',
    };
    await annulCopy(context, { code: copy.code, staffId: member!.id, ...decision });
    const found = await get(verifier, `/public/v1/copies/${copy.code}`);
    expect(await found.json()).toMatchObject({ status: 'annulled', copy: { annulment: decision } });
  });

  test('bounds what one address and what everybody may ask, and whose word about addresses it takes', async () => {
    const strict = await startVerifier({
      DATABASE_URL: readerUrl,
      TRUST_ANCHORS_FILE: anchors,
      CALLS_PER_MINUTE: '3',
      TRUSTED_PROXIES: '1',
    });
    const ask = async (forwardedFor: string) =>
      (await get(strict, `/public/v1/copies/${copy.code}`, { headers: { 'x-forwarded-for': forwardedFor } }))
        .status;
    const asked: number[] = [];
    // What a client writes itself stands before what the proxy adds, and is not believed.
    for (const spoofed of ['9.9.9.1', '9.9.9.2', '9.9.9.3', '9.9.9.4'])
      asked.push(await ask(`${spoofed}, 10.0.0.1`));
    expect(asked).toEqual([200, 200, 200, 429]);
    expect(await ask('10.0.0.2')).toBe(200);
    const large = await get(strict, '/public/v1/files', {
      method: 'POST',
      headers: { 'content-type': 'application/pdf', 'x-forwarded-for': '10.0.0.3' },
      body: Buffer.alloc(100 * 1024 * 1024 + 1),
    }).catch(() => null);
    expect(large === null || large.status === 413).toBe(true);
    strict.child.kill('SIGTERM');
    expect(await new Promise((resolve) => strict.child.once('exit', resolve))).toBe(0);
  });

  test('without a database it checks signatures, and says that the register was not asked', async () => {
    const offline = await startVerifier({}, ['--trust', anchors]);
    expect(offline.register).toBe('not-asked');
    expect(await check(offline, pdf)).toMatchObject({
      status: 'not-checked',
      reasonCode: 'register-not-asked',
      nextStep: 'ask-register',
      report: { verdict: 'TOTAL-PASSED' },
    });
    expect((await get(offline, `/public/v1/copies/${copy.code}`)).status).toBe(503);
  });

  test('a database that is away is no verdict; a setting that is missing is named', async () => {
    const lost = await startVerifier({
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none',
      TRUST_ANCHORS_FILE: anchors,
    });
    const answer = await get(lost, `/public/v1/copies/${copy.code}`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([503, 'no-store']);
    expect((await get(lost, '/healthz')).status).toBe(503);
    await expect(startVerifier({})).rejects.toThrow('TRUST_ANCHORS_FILE');
    await expect(
      startVerifier({ NODE_ENV: 'production', TRUST_ANCHORS_FILE: anchors, AUTHORITY_FILE: anchors }),
    ).rejects.toThrow('configuration.development-trust');
  });
});
