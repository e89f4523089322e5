import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import type { Executor } from '../../storage/database.ts';
import { actions, journalEntries, type LeafRow, logLeaves } from '../../storage/schema.ts';
import { actionsDigest, journalDigest } from '../record-digests.ts';
import type { Findings } from './findings.ts';

const BATCH = 100;

interface JournalCheckInput {
  readonly db: Executor;
  readonly findings: Findings;
  onLeaves(done: number): void;
}

/** Every journal leaf against the actions it covers: none of them may have changed or gone. */
export async function checkJournal({ db, findings, onLeaves }: JournalCheckInput): Promise<void> {
  for (let last = -1; ; ) {
    const leaves = await db
      .select()
      .from(logLeaves)
      .where(and(eq(logLeaves.kind, 'journal'), gt(logLeaves.leafIndex, last)))
      .orderBy(asc(logLeaves.leafIndex))
      .limit(BATCH);
    for (const leaf of leaves) await checkLeaf(db, findings, leaf);
    last = leaves.at(-1)?.leafIndex ?? last;
    onLeaves(last + 1);
    if (leaves.length < BATCH) return;
  }
}

async function checkLeaf(db: Executor, findings: Findings, leaf: LeafRow): Promise<void> {
  const entries = await db.select().from(journalEntries).where(eq(journalEntries.leafIndex, leaf.leafIndex));
  if (digestOfRecord(leaf) !== journalDigest(leaf.digestSalt, entries))
    findings.add('request.journal-altered', leaf.leafIndex, 'the list of what it covers is another');
  const ids = entries.map(({ requestId }) => requestId);
  const rows =
    ids.length === 0
      ? []
      : await db.select().from(actions).where(inArray(actions.requestId, ids)).orderBy(asc(actions.sequence));
  const byRequest = Map.groupBy(rows, ({ requestId }) => requestId);
  for (const { requestId, actionCount, digest } of entries) {
    const list = byRequest.get(requestId) ?? [];
    if (list.length < actionCount) {
      findings.add(
        'request.action-missing',
        requestId,
        `${list.length} actions, leaf ${leaf.leafIndex} covers ${actionCount}`,
      );
      continue;
    }
    const covered = list
      .slice(0, actionCount)
      .map(({ sequence, at, actor, event }) => ({ sequence, at: at.toISOString(), by: actor, event }));
    if (actionsDigest(leaf.digestSalt, requestId, covered) !== digest)
      findings.add('request.actions-altered', requestId, `leaf ${leaf.leafIndex}, journal`);
  }
}

function digestOfRecord(leaf: LeafRow): string | null {
  try {
    return (JSON.parse(leaf.record) as { digest?: string }).digest ?? null;
  } catch {
    return null;
  }
}
