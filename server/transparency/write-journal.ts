import { saltBytes } from '@saoy/contracts/transparency/log-record';
import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { actions, journalEntries, logLeaves, requests } from '../storage/schema.ts';
import { lockLog } from './append-leaf.ts';
import { actionsDigest, journalDigest } from './record-digests.ts';

/** Requests under one journal leaf. */
const MOST_REQUESTS = 500;
const SUBJECT = 'actions';

/**
 * Commits to every action that no journal leaf covers yet, also of requests that never become a copy: from then on none
 * of them can be changed or removed unseen. Answers how many requests were covered; requests just being written are left
 * for the next time. With `since` it looks only at requests changed after that.
 */
export function writeJournal(
  context: Pick<ServiceContext, 'database' | 'transparency' | 'random'>,
  since?: Date,
): Promise<number> {
  return context.database.db.transaction(async (transaction) => {
    const tx = transaction as unknown as Executor;
    const covered = sql`coalesce((select max(j.action_count) from journal_entries j where j.request_id = ${requests.id}), 0)`;
    const changed = await tx
      .select({ id: requests.id })
      .from(requests)
      .where(
        and(
          since === undefined ? undefined : gt(requests.updatedAt, since),
          sql`${requests.revision} > ${covered}`,
        ),
      )
      .orderBy(asc(requests.updatedAt))
      .limit(MOST_REQUESTS)
      .for('update', { skipLocked: true });
    if (changed.length === 0) return 0;
    const digestSalt = context.random(saltBytes);
    const entries = await digestRequests(
      tx,
      digestSalt,
      changed.map(({ id }) => id),
    );
    // Requests before the log: every writer takes the locks in this order.
    await lockLog(tx);
    const [last] = await tx
      .select({ revision: logLeaves.revision })
      .from(logLeaves)
      .where(eq(logLeaves.kind, 'journal'))
      .orderBy(desc(logLeaves.revision))
      .limit(1);
    const leafIndex = await context.transparency.append(tx, {
      kind: 'journal',
      subject: SUBJECT,
      revision: (last?.revision ?? 0) + 1,
      digestSalt,
      record: { requests: entries.length, digest: journalDigest(digestSalt, entries) },
    });
    await tx.insert(journalEntries).values(entries.map((entry) => ({ leafIndex, ...entry })));
    return entries.length;
  });
}

/** Clocks of several servers differ, and what was just being written is taken up by the next look. */
const OVERLAP_MS = 60 * 60_000;

/**
 * Keeps the journal: the first run of a process looks at all requests, later ones only at what changed since the last
 * complete run.
 */
export function createJournalKeeper(context: ServiceContext): () => Promise<void> {
  let since: Date | undefined;
  return async () => {
    const startedAt = context.now();
    while ((await writeJournal(context, since)) === MOST_REQUESTS);
    since = new Date(startedAt.getTime() - OVERLAP_MS);
  };
}

async function digestRequests(tx: Executor, salt: Uint8Array, ids: readonly string[]) {
  const rows = Map.groupBy(
    await tx
      .select()
      .from(actions)
      .where(inArray(actions.requestId, [...ids]))
      .orderBy(asc(actions.sequence)),
    ({ requestId }) => requestId,
  );
  return [...rows].map(([requestId, list]) => ({
    requestId,
    actionCount: list.length,
    digest: actionsDigest(
      salt,
      requestId,
      list.map(({ sequence, at, actor, event }) => ({ sequence, at: at.toISOString(), by: actor, event })),
    ),
  }));
}
