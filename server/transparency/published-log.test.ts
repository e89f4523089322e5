import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCheckpoint, openCheckpoint } from '@saoy/contracts/transparency/checkpoint';
import { verifyLeafProof } from '@saoy/contracts/transparency/leaf-proof';
import { hashLeaf, verifyConsistency } from '@saoy/contracts/transparency/merkle-hash';
import { treeHash } from '@saoy/contracts/transparency/testing/reference-tree';
import { asc } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '../requests/in-transaction.ts';
import { logCheckpoints, logLeaves } from '../storage/schema.ts';
import { enginesUnderTest } from '../testing/database-engines.ts';
import { silentLog, type TestService } from '../testing/service-context.ts';
import { createFileMemory } from './log-memory.ts';
import { LogPublisher } from './log-publisher.ts';
import { newestCheckpoint, readTile } from './published-log.ts';
import { StoredTree } from './stored-tree.ts';

const codeOf = (i: number): string => `TEST-${String(i).padStart(4, '0')}`;

describe.each(enginesUnderTest())('the log on $name', (engine) => {
  let service: TestService;
  let count = 0;
  beforeAll(async () => {
    service = await engine.open();
  });
  afterAll(async () => {
    await service.close();
    await engine.stop();
  });

  const append = (howMany: number) =>
    inTransaction(service.context.database.db, async (tx) => {
      for (let i = 0; i < howMany; i++)
        await service.context.transparency.append(tx, {
          kind: 'issue',
          subject: codeOf(count++),
          record: { code: codeOf(count) },
        });
    });
  const entries = async () =>
    (
      await service.context.database.db
        .select({ entry: logLeaves.entry })
        .from(logLeaves)
        .orderBy(asc(logLeaves.leafIndex))
    ).map(({ entry }) => entry);

  test('publishes nothing before the first leaf', async () => {
    expect(await service.publisher.publish()).toEqual({ ok: true, value: 0 });
    expect(await newestCheckpoint(service.context.database.db)).toBeNull();
  });

  test('signs the root that the definition gives, whatever sizes it grows by', async () => {
    const { db } = service.context.database;
    for (const more of [1, 1, 5, 248, 1, 1, 3]) {
      await append(more);
      expect(await service.publisher.publish()).toEqual({ ok: true, value: count });
      const newest = await newestCheckpoint(db);
      const opened = await openCheckpoint(newest!.note, { log: service.logSigner.key });
      expect(opened).toMatchObject({ origin: 'copies.test/log', treeSize: count });
      expect(opened!.root).toEqual(treeHash(await entries()));
    }
  }, 180_000);

  test('proves every leaf, and every earlier checkpoint as the beginning of the newest', async () => {
    const { db } = service.context.database;
    for (const leafIndex of [0, 1, 6, 254, 255, 256, 257, count - 1]) {
      const proof = await service.context.transparency.waitUntilCovered(leafIndex);
      expect(proof.ok && (await verifyLeafProof(proof.value, { log: service.logSigner.key }))).toMatchObject({
        isProven: true,
      });
    }
    const checkpoints = await db.select().from(logCheckpoints);
    const newest = await newestCheckpoint(db);
    for (const { treeSize, rootHash } of checkpoints) {
      const proof = await new StoredTree(db).consistencyProof(treeSize, newest!.treeSize);
      const claim = {
        oldSize: treeSize,
        oldRoot: rootHash,
        newSize: newest!.treeSize,
        newRoot: newest!.rootHash,
      };
      expect(await verifyConsistency({ ...claim, proof })).toBe(true);
    }
  });

  test('serves full and partial tiles and entries that hash to them, and nothing beyond what was published', async () => {
    const { db } = service.context.database;
    await append(1);
    const size = count - 1;
    const partial = { level: 0, index: 1, width: size - 256 };
    const hashes = await readTile(db, partial);
    const bundle = await readTile(db, { ...partial, level: 'entries' });
    expect(hashes).toHaveLength(partial.width * 32);
    for (let i = 0; i < partial.width; i++) {
      const entry = bundle!.subarray(i * 36 + 2, (i + 1) * 36);
      expect([bundle![i * 36], bundle![i * 36 + 1]]).toEqual([0, 34]);
      expect(await hashLeaf(entry)).toEqual(hashes!.slice(i * 32, (i + 1) * 32));
    }
    expect(await readTile(db, { level: 0, index: 0, width: 256 })).toHaveLength(8192);
    expect(await readTile(db, { level: 1, index: 0, width: 1 })).toHaveLength(32);
    expect(await readTile(db, { ...partial, width: partial.width + 1 })).toBeNull();
    expect(await readTile(db, { level: 1, index: 0, width: 2 })).toBeNull();
    expect(await readTile(db, { level: 2, index: 0, width: 1 })).toBeNull();
  });

  test('gives the same thing one leaf, and leaves of a transaction that fails none', async () => {
    const { context } = service;
    const leaf = { kind: 'annulment', subject: 'ONCE', record: { code: 'ONCE' } } as const;
    const first = await inTransaction(context.database.db, (tx) => context.transparency.append(tx, leaf));
    const again = await inTransaction(context.database.db, (tx) => context.transparency.append(tx, leaf));
    expect(again).toEqual(first);
    const before = (await entries()).length;
    await inTransaction(context.database.db, async (tx) => {
      await context.transparency.append(tx, { ...leaf, subject: 'NEVER' });
      throw new Error('the transaction fails');
    }).catch(() => undefined);
    await inTransaction(context.database.db, (tx) =>
      context.transparency.append(tx, { ...leaf, subject: 'NEXT' }),
    );
    expect(await entries()).toHaveLength(before + 1);
  });

  test('numbers leaves without a gap when many transactions append at once', async () => {
    const { context } = service;
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        inTransaction(context.database.db, (tx) =>
          context.transparency.append(tx, {
            kind: 'renewal',
            subject: `MANY-${i}`,
            record: { code: `${i}` },
          }),
        ),
      ),
    );
    const indexes = (
      await context.database.db
        .select({ leafIndex: logLeaves.leafIndex })
        .from(logLeaves)
        .orderBy(asc(logLeaves.leafIndex))
    ).map(({ leafIndex }) => leafIndex);
    expect(indexes).toEqual(indexes.map((_, i) => i));
    expect(await service.publisher.publish()).toEqual({ ok: true, value: indexes.length });
  });

  test('signs one history when two processes publish at once, one of which remembers nothing', async () => {
    const { context, logSigner } = service;
    const { db } = context.database;
    const folder = mkdtempSync(join(tmpdir(), 'saoy-log-'));
    const memory = createFileMemory(join(folder, 'log-checkpoint'));
    const parts = { db, secrets: context.secrets, signer: logSigner, memory, now: context.now };
    const other = new LogPublisher(parts, silentLog, { batchMs: 0 });
    for (let i = 0; i < 6; i++) {
      await append(1);
      const published = await Promise.all([service.publisher.publish(), other.publish(), append(1)]);
      expect(published.every(({ ok }) => ok)).toBe(true);
    }
    await other.publish();
    const checkpoints = await db.select().from(logCheckpoints).orderBy(asc(logCheckpoints.treeSize));
    const all = await entries();
    for (const { treeSize, rootHash } of checkpoints)
      expect(rootHash).toEqual(treeHash(all.slice(0, treeSize)));
    expect(memory.read()).toBe(checkpoints.at(-1)!.note);
    rmSync(folder, { recursive: true, force: true });
  });

  test('signs nothing with a memory of another history', async () => {
    const { context, logSigner } = service;
    const newest = await newestCheckpoint(context.database.db);
    const text = formatCheckpoint({
      origin: logSigner.key.name,
      treeSize: newest!.treeSize - 1,
      root: new Uint8Array(32),
    });
    const memory = { read: () => `${text}\n${logSigner.sign(text)}`, write: () => undefined };
    const parts = {
      db: context.database.db,
      secrets: context.secrets,
      signer: logSigner,
      memory,
      now: context.now,
    };
    const misled = new LogPublisher(parts, silentLog, { batchMs: 0 });
    expect(await misled.publish()).toMatchObject({
      ok: false,
      error: { code: 'transparency.log-set-back' },
    });
  });
});
