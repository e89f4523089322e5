import { type SQL, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { abandonRequest } from '../requests/abandon-request.ts';
import { journalEntries } from '../storage/schema.ts';
import { enginesUnderTest } from '../testing/database-engines.ts';
import { type DrivenRequest, draftRequest } from '../testing/drive-request.ts';
import { rememberTables, runByHand } from '../testing/run-by-hand.ts';
import type { TestService } from '../testing/service-context.ts';
import { runFsck } from './fsck/run-fsck.ts';
import { createJournalKeeper, writeJournal } from './write-journal.ts';

const tables = ['requests', 'actions', 'pages', 'journal_entries', 'log_leaves'];

describe.each(enginesUnderTest())('the journal on $name', (engine) => {
  let service: TestService;
  let abandoned: DrivenRequest;
  let draft: DrivenRequest;
  let restore: () => Promise<void>;
  const byHand = (...statements: SQL[]) => runByHand(service.context.database, ...statements);
  const found = async () => {
    const options = { key: service.logSigner.verifierKey, checkpoints: [], onProgress: () => undefined };
    return (await runFsck(service.context, options)).counts;
  };

  beforeAll(async () => {
    service = await engine.open();
    abandoned = await draftRequest(service.context, { product: 'digital', shades: [1] });
    await abandonRequest(service.context, {
      requestId: abandoned.requestId,
      by: { kind: 'system' },
      cause: 'expired',
    });
    draft = await draftRequest(service.context, { product: 'digital', shades: [2, 3] });
    expect(await writeJournal(service.context)).toBe(2);
    await service.publisher.publish();
    restore = await rememberTables(service.context.database, tables);
  }, 120_000);
  afterEach(() => restore());
  afterAll(async () => {
    await service.close();
    await engine.stop();
  });

  test('the keeper looks at everything first and then at what has changed', async () => {
    const { context, clock } = service;
    const keep = createJournalKeeper(context);
    await keep();
    expect(await context.database.db.$count(journalEntries)).toBe(2);
    clock.now = new Date(clock.now.getTime() + 2 * 60 * 60_000);
    const requestId = draft.requestId;
    await abandonRequest(context, { requestId, by: { kind: 'system' }, cause: 'expired' });
    await keep();
    expect(await context.database.db.$count(journalEntries)).toBe(3);
    expect(await found()).toEqual({});
  });

  test('covers every action once, and again only what has changed', async () => {
    expect(await found()).toEqual({});
    expect(await writeJournal(service.context)).toBe(0);
    await abandonRequest(service.context, {
      requestId: draft.requestId,
      by: { kind: 'system' },
      cause: 'expired',
    });
    expect(await writeJournal(service.context)).toBe(1);
    expect(await found()).toEqual({});
  });

  test.each<[string, () => ReturnType<typeof sql>[], string]>([
    [
      'a request that came to nothing removed with all that belongs to it',
      () => [
        sql`delete from actions where request_id = ${abandoned.requestId}`,
        sql`delete from pages where request_id = ${abandoned.requestId}`,
        sql`delete from requests where id = ${abandoned.requestId}`,
      ],
      'request.action-missing',
    ],
    [
      'the last action taken back',
      () => [
        sql`delete from actions where request_id = ${draft.requestId} and sequence = (select max(sequence) from actions where request_id = ${draft.requestId})`,
        sql`update requests set revision = revision - 1 where id = ${draft.requestId}`,
      ],
      'request.action-missing',
    ],
    [
      'a removal together with its entry in the journal',
      () => [
        sql`delete from actions where request_id = ${abandoned.requestId}`,
        sql`delete from requests where id = ${abandoned.requestId}`,
        sql`delete from journal_entries where request_id = ${abandoned.requestId}`,
      ],
      'request.journal-altered',
    ],
    [
      'an action dated back',
      () => [
        sql`update actions set at = at - interval '1 hour' where request_id = ${draft.requestId} and sequence = 1`,
      ],
      'request.actions-altered',
    ],
  ])('finds %s', async (_, tampering, expected) => {
    await byHand(...tampering());
    expect(Object.keys(await found())).toContain(expected);
  });
});
