import { fault } from '@saoy/contracts/errors';
import { statusOf } from '@saoy/contracts/requests/status';
import { err, ok } from '@saoy/contracts/result';
import { toBase64 } from '@saoy/contracts/transparency/base64';
import { verifyLeafProof } from '@saoy/contracts/transparency/leaf-proof';
import type { LogRecord } from '@saoy/contracts/transparency/log-record';
import { hashLeaf } from '@saoy/contracts/transparency/merkle-hash';
import { parseTlogProof } from '@saoy/contracts/transparency/tlog-proof';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRequest } from '../requests/load-request.ts';
import type { ServiceContext } from '../service-context.ts';
import { copies, copyProofs, registerRows, signingAuthorisations } from '../storage/schema.ts';
import { enginesUnderTest } from '../testing/database-engines.ts';
import { addCertifier, approvedRequest } from '../testing/drive-request.ts';
import type { TestService } from '../testing/service-context.ts';
import { leavesOf } from '../transparency/published-log.ts';
import type { CopySigner } from './copy-signer.ts';
import { issueCopy } from './issue-copy.ts';
import { numberCopy } from './number-copy.ts';

/** Adds what a signature would; the real ones are tried in the suite of the whole server. */
const signer: CopySigner = {
  sign: async ({ pdf }) => ok({ pdf: new Uint8Array([...pdf, 0x0a]), warnings: [] }),
};
const failing = (code: Parameters<typeof fault>[0]): CopySigner => ({ sign: async () => err(fault(code)) });

const run = (context: ServiceContext, requestId: string, by = signer, attempt = 0) =>
  issueCopy(context, by, { data: { requestId }, attempt });

/** No signed checkpoint ever covers a leaf. */
const withoutCoverage = (context: ServiceContext): ServiceContext => ({
  ...context,
  transparency: {
    ...context.transparency,
    waitUntilCovered: async () => err(fault('transparency.not-covered')),
  },
});

/** A process that dies at the nth call of a port: the call never returns to it. */
class Crash extends Error {}

function crashingAt(context: ServiceContext, point: number): { context: ServiceContext; signer: CopySigner } {
  let calls = 0;
  const tick = () => {
    if (++calls === point) throw new Crash();
  };
  const { objects } = context;
  const wrapped: ServiceContext = {
    ...context,
    objects: {
      put: async (bytes) => {
        tick();
        const key = await objects.put(bytes);
        tick();
        return key;
      },
      get: async (key) => {
        tick();
        return objects.get(key);
      },
      delete: (key) => objects.delete(key),
      list: () => objects.list(),
    },
    random: (bytes) => {
      tick();
      return context.random(bytes);
    },
    transparency: {
      append: async (tx, leaf) => {
        tick();
        const leafIndex = await context.transparency.append(tx, leaf);
        tick();
        return leafIndex;
      },
      waitUntilCovered: async (leafIndex) => {
        tick();
        const covered = await context.transparency.waitUntilCovered(leafIndex);
        tick();
        return covered;
      },
      proofOf: (leafIndex) => context.transparency.proofOf(leafIndex),
    },
  };
  return {
    context: wrapped,
    signer: {
      sign: async (order) => {
        tick();
        const signed = await signer.sign(order);
        tick();
        return signed;
      },
    },
  };
}

describe.each(enginesUnderTest())('issuing on $name', (engine) => {
  let service: TestService;
  const rowsOf = async (requestId: string) =>
    service.context.database.db.select().from(registerRows).where(eq(registerRows.requestId, requestId));
  const statusNow = async (requestId: string) =>
    statusOf((await loadRequest(service.context.database.db, requestId)).actions);

  beforeAll(async () => {
    service = await engine.open();
  });
  afterAll(async () => {
    await service.close();
    await engine.stop();
  });

  test('an approved request becomes one register row, one released copy and one link', async () => {
    const { context } = service;
    const { requestId } = await approvedRequest(context, { product: 'digital' });
    await run(context, requestId);
    await run(context, requestId);
    const loaded = await loadRequest(context.database.db, requestId);
    expect(loaded.actions.map(({ event }) => event.type).slice(-4)).toEqual([
      'approved',
      'numbered',
      'logged',
      'issued',
    ]);
    expect(loaded.copy).toMatchObject({ state: 'issued', pageCount: 1 });
    expect(loaded.downloadExpiresAt).not.toBeNull();
    expect(await rowsOf(requestId)).toHaveLength(1);
    expect(await context.objects.get(loaded.copy!.fileKey!)).not.toBeNull();
  });

  test('fifty at once take fifty numbers without a gap, each a code of its own', async () => {
    const { context } = service;
    const certifierId = await addCertifier(context, 'certifier-many');
    const requests = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        approvedRequest(context, { product: 'certified', certifierId, shades: [i] }),
      ),
    );
    // Each twice, as a queue may do.
    const results = await Promise.all(
      [...requests, ...requests].map(({ requestId }) => numberCopy(context, requestId)),
    );
    expect(results.every(({ ok }) => ok)).toBe(true);
    const rows = await context.database.db
      .select()
      .from(registerRows)
      .where(eq(registerRows.product, 'certified'));
    const numbers = rows.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: rows.length }, (_, i) => i + 1));
    expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length);
    const inOrder = rows.toSorted((a, b) => a.number - b.number).map(({ issuedAt }) => issuedAt.getTime());
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
  }, 120_000);

  test('a process that dies at any call leaves a request that the next one finishes: one row, one copy', async () => {
    const { context } = service;
    let survived = false;
    let points = 0;
    for (let point = 1; !survived; point++) {
      const { requestId } = await approvedRequest(context, { product: 'digital', shades: [point] });
      const doomed = crashingAt(context, point);
      survived = await run(doomed.context, requestId, doomed.signer).then(
        () => true,
        () => false,
      );
      await run(context, requestId);
      expect(await statusNow(requestId)).toBe('issued');
      expect(await rowsOf(requestId)).toHaveLength(1);
      const { copy } = await loadRequest(context.database.db, requestId);
      expect(await leavesOf(context.database.db, copy!.code)).toHaveLength(1);
      points = point;
    }
    expect(points).toBeGreaterThan(10);
  }, 120_000);

  test('a slow time-stamping authority delays: told once, the number stays, the copy follows', async () => {
    const { context } = service;
    const { requestId } = await approvedRequest(context, { product: 'digital' });
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(run(context, requestId, failing('signing.tsa-unavailable'), attempt)).rejects.toThrow();
    const delayed = await loadRequest(context.database.db, requestId);
    expect(delayed.actions.filter(({ event }) => event.type === 'issuing-delayed')).toHaveLength(1);
    await run(context, requestId);
    expect(await statusNow(requestId)).toBe('issued');
    expect(await rowsOf(requestId)).toHaveLength(1);
  });

  test('a number whose issuing is given up is voided with its reason and never used again', async () => {
    const { context, clock } = service;
    const { requestId } = await approvedRequest(context, { product: 'digital' });
    await expect(run(context, requestId, failing('signing.tsa-unavailable'))).rejects.toThrow();
    const before = clock.now;
    clock.now = new Date(before.getTime() + 4 * 24 * 60 * 60_000);
    await run(context, requestId, failing('signing.tsa-unavailable'), 9);
    clock.now = before;
    const [row] = await rowsOf(requestId);
    expect(row).toMatchObject({
      state: 'voided',
      remarks: expect.stringContaining('signing.tsa-unavailable'),
    });
    expect(await statusNow(requestId)).toBe('failed');
    await run(context, requestId);
    expect(await statusNow(requestId)).toBe('failed');
    const next = await approvedRequest(context, { product: 'digital' });
    await run(context, next.requestId);
    expect((await rowsOf(next.requestId))[0]?.number).toBeGreaterThan(row!.number);
  });

  test('a copy is released with the proof that a signed checkpoint covers it, and not before', async () => {
    const { context, logSigner } = service;
    const { requestId } = await approvedRequest(context, { product: 'digital' });
    const uncovered = withoutCoverage(context);
    await expect(run(uncovered, requestId)).rejects.toThrow('transparency.not-covered');
    const waiting = await loadRequest(context.database.db, requestId);
    expect(waiting.row.status).toBe('logged');
    expect(waiting.copy).toMatchObject({ state: 'pending', releasedAt: null });
    expect(waiting.downloadExpiresAt).toBeNull();
    const [row] = await rowsOf(requestId);
    expect(row?.state).toBe('numbered');
    await run(context, requestId);
    const { copy } = await loadRequest(context.database.db, requestId);
    expect(copy?.state).toBe('issued');
    const [stored] = await context.database.db
      .select()
      .from(copyProofs)
      .where(eq(copyProofs.code, copy!.code));
    const proof = parseTlogProof(stored!.proof)!;
    const [leaf] = await leavesOf(context.database.db, copy!.code);
    const outcome = await verifyLeafProof(
      {
        kind: 'issue',
        record: JSON.parse(leaf!.record) as LogRecord,
        salt: proof.extra!,
        leafHash: toBase64(await hashLeaf(leaf!.entry)),
        ...proof,
      },
      { log: logSigner.key },
    );
    expect(outcome).toMatchObject({ isProven: true });
    expect(JSON.parse(leaf!.record)).toMatchObject({ code: copy!.code, sha256: copy!.sha256 });
    for (const personal of ['Nguyễn', '001099000001']) expect(leaf!.record).not.toContain(personal);
  });

  test('what stands in the log is never given up, however long it takes to be covered', async () => {
    const { context, clock } = service;
    const { requestId } = await approvedRequest(context, { product: 'digital' });
    const uncovered = withoutCoverage(context);
    await expect(run(uncovered, requestId)).rejects.toThrow();
    const before = clock.now;
    clock.now = new Date(before.getTime() + 30 * 24 * 60 * 60_000);
    await expect(run(uncovered, requestId, signer, 50)).rejects.toThrow();
    clock.now = before;
    expect(await statusNow(requestId)).toBe('logged');
    await run(context, requestId);
    expect(await statusNow(requestId)).toBe('issued');
  });

  test('a file that never passes our own check is not released', async () => {
    const { context } = service;
    const { requestId } = await approvedRequest(context, { product: 'digital' });
    for (let attempt = 0; attempt < 4; attempt++)
      await expect(run(context, requestId, failing('signing.self-check-failed'), attempt)).rejects.toThrow();
    await run(context, requestId, failing('signing.self-check-failed'), 4);
    expect(await statusNow(requestId)).toBe('failed');
  });

  test('a certifier whose authorisation was withdrawn after the approval signs nothing and costs no number', async () => {
    const { context } = service;
    const certifierId = await addCertifier(context, 'certifier-withdrawn');
    const { requestId } = await approvedRequest(context, { product: 'certified', certifierId });
    await context.database.db
      .update(signingAuthorisations)
      .set({ withdrawnAt: context.now() })
      .where(eq(signingAuthorisations.staffId, certifierId));
    await run(context, requestId);
    expect(await statusNow(requestId)).toBe('failed');
    expect(await rowsOf(requestId)).toHaveLength(0);
    const rows = await context.database.db.select().from(copies).where(eq(copies.requestId, requestId));
    expect(rows).toHaveLength(0);
  });
});
