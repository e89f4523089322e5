import { createHash } from 'node:crypto';
import { encodeSegment, readAnnulmentList, SEGMENT_ENTRIES } from '@saoy/contracts/annulment-list';
import { toHex } from '@saoy/contracts/seal';
import { and, asc, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import { readEntries } from '../../register/publish-annulments.ts';
import { publicKeyOfRow } from '../../seal/manage-seal-keys.ts';
import type { Executor } from '../../storage/database.ts';
import {
  annulmentEntries,
  annulmentLists,
  annulmentSegments,
  copies,
  sealKeys,
} from '../../storage/schema.ts';
import type { Findings } from './findings.ts';

/** A copy may be annulled while a list is being made. */
const TOLERANCE_MS = 60_000;

interface AnnulmentCheckInput {
  readonly db: Executor;
  readonly findings: Findings;
}

/**
 * The published list of annulments against the copies: whatever was annulled before it was made is in it, nothing else is,
 * its segments and its signature are true.
 */
export async function checkAnnulments({ db, findings }: AnnulmentCheckInput): Promise<void> {
  const places = await db.select().from(annulmentEntries).orderBy(asc(annulmentEntries.position));
  const gap = places.findIndex(({ position }, i) => position !== i);
  if (gap >= 0) findings.add('annulments.list-differs', gap, 'an entry is missing at this place');
  const strangers = await db
    .select({ code: annulmentEntries.code })
    .from(annulmentEntries)
    .leftJoin(copies, eq(copies.code, annulmentEntries.code))
    .where(sql`${copies.state} is distinct from 'annulled' or ${copies.annulment} is null`)
    .limit(1000);
  for (const { code } of strangers)
    findings.add('annulments.list-differs', code, 'listed, but the copy is not annulled');
  const [newest] = await db.select().from(annulmentLists).orderBy(desc(annulmentLists.sequence)).limit(1);
  if (newest === undefined) return;
  const before = new Date(newest.madeAt.getTime() - TOLERANCE_MS).toISOString();
  const unlisted = await db
    .select({ code: copies.code })
    .from(copies)
    .leftJoin(annulmentEntries, eq(annulmentEntries.code, copies.code))
    .where(
      and(
        eq(copies.state, 'annulled'),
        isNull(annulmentEntries.code),
        sql`(${copies.annulment} ->> 'at')::timestamptz < ${before}::timestamptz`,
      ),
    )
    .limit(1000);
  for (const { code } of unlisted)
    findings.add('annulments.list-differs', code, 'annulled, but not in the published list');
  if (gap >= 0 || strangers.length > 0) return;
  await checkSegments(db, findings, newest.entries);
  await checkNewest(db, findings, newest);
}

async function checkSegments(db: Executor, findings: Findings, listed: number): Promise<void> {
  for (let number = 0; (number + 1) * SEGMENT_ENTRIES <= listed; number++) {
    const from = number * SEGMENT_ENTRIES;
    const expected = encodeSegment(await readEntries(db, from, from + SEGMENT_ENTRIES));
    const [row] = await db.select().from(annulmentSegments).where(eq(annulmentSegments.number, number));
    const isRight =
      row !== undefined &&
      Buffer.compare(row.content, expected) === 0 &&
      row.sha256 === createHash('sha256').update(expected).digest('hex');
    if (!isRight)
      findings.add('annulments.list-differs', `segment ${number}`, 'it does not hold its entries');
  }
}

async function checkNewest(
  db: Executor,
  findings: Findings,
  newest: typeof annulmentLists.$inferSelect,
): Promise<void> {
  const keys = await db.select().from(sealKeys);
  const head = await readAnnulmentList(newest.message, (keyId) => {
    const row = keys.find((key) => key.keyId === toHex(keyId));
    return row === undefined ? null : publicKeyOfRow(row);
  });
  const differs = (detail: string) =>
    findings.add('annulments.list-differs', `list ${newest.sequence}`, detail);
  if (!head.ok) return differs(head.error);
  const { count, sequence, madeAt, segments, tail } = head.value;
  const stored = await db
    .select({ sha256: annulmentSegments.sha256 })
    .from(annulmentSegments)
    .where(lt(annulmentSegments.number, segments.length))
    .orderBy(asc(annulmentSegments.number));
  const entries = await readEntries(db, segments.length * SEGMENT_ENTRIES, newest.entries);
  const isSame =
    count === newest.entries &&
    sequence === newest.sequence &&
    Math.floor(newest.madeAt.getTime() / 1000) === Math.floor(madeAt.getTime() / 1000) &&
    segments.every((digest, i) => toHex(digest) === stored[i]?.sha256) &&
    tail.length === entries.length &&
    tail.every(({ code }, i) => code === entries[i]?.code);
  if (!isSame) differs('what is signed is not what is stored');
}
