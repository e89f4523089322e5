import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statusOf } from '@saoy/contracts/requests/status';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres } from '../../tests/fixtures/postgres.ts';
import { ChangeFeed } from '../requests/change-feed.ts';
import { loadActions } from '../requests/load-request.ts';
import { erasePages } from '../retention/erase-pages.ts';
import { sweepExpired } from '../retention/sweep.ts';
import { enginesUnderTest } from '../testing/database-engines.ts';
import { approvedRequest, draftRequest } from '../testing/drive-request.ts';
import { silentLog, type TestService } from '../testing/service-context.ts';
import { lockDataFolder } from './data-lock.ts';
import { openDatabase } from './open-database.ts';
import { openPglite } from './open-pglite.ts';
import { actions, audit, pages, requests } from './schema.ts';

describe.each(enginesUnderTest())('storage on $name', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await engine.open();
  });
  afterAll(async () => {
    await service.close();
    await engine.stop();
  });

  test('actions and audit can neither be changed nor deleted', async () => {
    const { db } = service.context.database;
    const { requestId } = await draftRequest(service.context, { product: 'digital' });
    await db.insert(audit).values({ at: new Date(), code: 'register.viewed', isSuccess: true });
    const refused = /append-only/;
    const reason = (query: PromiseLike<unknown>) =>
      Promise.resolve(query).then(
        () => 'done',
        (error: Error) => String((error.cause as Error | undefined)?.message ?? error.message),
      );
    const ofRequest = eq(actions.requestId, requestId);
    expect(await reason(db.update(actions).set({ at: new Date() }).where(ofRequest))).toMatch(refused);
    expect(await reason(db.delete(actions).where(ofRequest))).toMatch(refused);
    expect(await reason(db.execute(sql`truncate actions`))).toMatch(refused);
    expect(await reason(db.delete(audit))).toMatch(refused);
    expect(await reason(db.update(audit).set({ detail: 'x' }))).toMatch(refused);
  });

  test('the status column equals the fold of the actions for every request', async () => {
    const { context } = service;
    const { db } = context.database;
    await approvedRequest(context, { product: 'digital' });
    await approvedRequest(context, { product: 'certified' });
    for (const row of await db.select().from(requests)) {
      const all = await loadActions(db, row.id);
      expect([row.status, row.revision]).toEqual([statusOf(all), all.length]);
      expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, i) => i + 1));
    }
  });

  test('a draft nobody continues is dropped with its pages; settled requests lose theirs in time', async () => {
    const { context, clock } = service;
    const { requestId } = await draftRequest(context, { product: 'digital' });
    const [before] = await context.database.db.select().from(pages).where(eq(pages.requestId, requestId));
    const start = clock.now;
    clock.now = new Date(start.getTime() + 2 * 60 * 60_000);
    await sweepExpired(context);
    await erasePages(context, requestId);
    clock.now = start;
    const types = (await loadActions(context.database.db, requestId)).map(({ event }) => event.type);
    expect(types).toEqual(['created', 'page-received', 'page-read', 'abandoned', 'pages-erased']);
    expect(await context.objects.get(before!.imageKey!)).toBeNull();
    expect(await context.objects.get(before!.readingKey!)).toBeNull();
  });
});

test('a second process is told that the embedded database is taken', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'saoy-lock-'));
  const lock = lockDataFolder(dataDir);
  await expect(openPglite(dataDir)).rejects.toMatchObject({ code: 'configuration.locked' });
  lock.release();
  lockDataFolder(dataDir).release();
  rmSync(dataDir, { recursive: true, force: true });
});

describe.runIf(hasPostgres())('several processes', () => {
  test('are told when changes may have been missed while the database was away', async () => {
    const cluster = await startPostgres();
    const database = await openDatabase({
      databaseUrl: await cluster.createDatabase(),
      dataDir: '',
      log: silentLog,
    });
    const feed = new ChangeFeed();
    await feed.start(database);
    const changed = Promise.withResolvers<void>();
    feed.watch('request', changed.resolve);
    await database.db.execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and pid <> pg_backend_pid()`,
    );
    await changed.promise;
    await feed.stop();
    await database.close();
    await cluster.stop();
  });

  test('that start at once migrate an empty PostgreSQL database once', async () => {
    const cluster = await startPostgres();
    const databaseUrl = await cluster.createDatabase();
    const open = () => openDatabase({ databaseUrl, dataDir: '', log: silentLog });
    const all = await Promise.all([open(), open(), open()]);
    const migrations = readdirSync(new URL('migrations', import.meta.url)).filter((file) =>
      file.endsWith('.sql'),
    );
    const applied = await all[0]!.db.execute(sql`select count(*)::int as count from schema_migrations`);
    expect((applied as unknown as { rows: unknown[] }).rows).toEqual([{ count: migrations.length }]);
    await Promise.all(all.map((one) => one.close()));
    await cluster.stop();
  });
});
