import { createHash } from 'node:crypto';
import {
  ANNULMENTS_PURPOSE,
  encodeListHead,
  encodeSegment,
  type ListedAnnulment,
  SEGMENT_ENTRIES,
} from '@saoy/contracts/annulment-list';
import type { Result } from '@saoy/contracts/result';
import { decodeSign1, toHex } from '@saoy/contracts/seal';
import { and, asc, desc, eq, gte, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { annulmentEntries, annulmentLists, annulmentSegments, copies, sealKeys } from '../storage/schema.ts';

/** Signs a statement in the name of the authority; the purpose stands in the payload. */
export type SignStatement = (
  purpose: typeof ANNULMENTS_PURPOSE,
  payload: Uint8Array,
) => Promise<Result<Uint8Array>>;

const HOUR_MS = 3_600_000;
/** A reader may rely on a list for so long. */
const VALID_MS = 24 * HOUR_MS;
/** Made anew well before that, so that an outage of some hours leaves no reader with an old list. */
const REMAKE_AFTER_MS = 6 * HOUR_MS;
/** Former lists that are kept. */
const KEPT_LISTS = 100;
/** Any constant: it names our lock among the advisory locks of the database. */
const LOCK_KEY = 7_351_029;

/**
 * Puts copies annulled meanwhile on the list and signs a new one when there are any or the newest grows old. Several
 * workers may do it at once: one list of a sequence is stored, the others are thrown away. Faults: those of signing.
 */
export async function publishAnnulments(
  context: ServiceContext,
  signStatement: SignStatement,
): Promise<Result<'published' | 'unchanged'>> {
  const { db } = context.database;
  const count = await listNewAnnulments(db);
  const [newest] = await db.select().from(annulmentLists).orderBy(desc(annulmentLists.sequence)).limit(1);
  const now = context.now();
  const isFresh = newest !== undefined && now.getTime() - newest.madeAt.getTime() < REMAKE_AFTER_MS;
  if (isFresh && newest.entries === count && !(await isKeyLost(db, newest.message)))
    return { ok: true, value: 'unchanged' };
  const sequence = (newest?.sequence ?? 0) + 1;
  // A clock that was set back makes no list older than the one before.
  const madeAt = newest !== undefined && newest.madeAt > now ? newest.madeAt : now;
  const nextUpdate = new Date(madeAt.getTime() + VALID_MS);
  const closed = Math.floor(count / SEGMENT_ENTRIES);
  const segments = await db
    .select({ sha256: annulmentSegments.sha256 })
    .from(annulmentSegments)
    .where(lt(annulmentSegments.number, closed))
    .orderBy(asc(annulmentSegments.number));
  const tail = await readEntries(db, closed * SEGMENT_ENTRIES, count);
  const payload = encodeListHead({
    authority: context.authorityAt(now).id,
    sequence,
    madeAt,
    nextUpdate,
    count,
    segments: segments.map(({ sha256 }) => Uint8Array.from(Buffer.from(sha256, 'hex'))),
    tail,
  });
  const signed = await signStatement(ANNULMENTS_PURPOSE, payload);
  if (!signed.ok) return signed;
  await db
    .insert(annulmentLists)
    .values({ sequence, madeAt, nextUpdate, entries: count, message: signed.value })
    .onConflictDoNothing();
  await db.delete(annulmentLists).where(lt(annulmentLists.sequence, sequence - KEPT_LISTS));
  return { ok: true, value: 'published' };
}

/** Readers refuse a list whose key was compromised meanwhile: it is signed anew with the key that took its place. */
async function isKeyLost(db: Executor, message: Uint8Array): Promise<boolean> {
  const decoded = decodeSign1(message);
  if (!decoded.ok) return true;
  const [key] = await db
    .select({ state: sealKeys.state })
    .from(sealKeys)
    .where(eq(sealKeys.keyId, toHex(decoded.value.keyId)));
  return key?.state === 'compromised';
}

/** Gives every annulled copy its place, closes full segments, and answers how many entries there are. */
async function listNewAnnulments(db: Executor): Promise<number> {
  return db.transaction(async (tx) => {
    const pending = await tx
      .select({ code: copies.code })
      .from(copies)
      .leftJoin(annulmentEntries, eq(annulmentEntries.code, copies.code))
      .where(and(eq(copies.state, 'annulled'), isNotNull(copies.annulment), isNull(annulmentEntries.code)))
      .limit(1);
    if (pending.length > 0) {
      await tx.execute(sql`select pg_advisory_xact_lock(${LOCK_KEY})`);
      await tx.execute(sql`
        insert into annulment_entries (position, code)
        select (select coalesce(max(position) + 1, 0) from annulment_entries)
                 + row_number() over (order by copies.annulment ->> 'at', copies.code) - 1,
               copies.code
        from copies left join annulment_entries listed on listed.code = copies.code
        where copies.state = 'annulled' and copies.annulment is not null and listed.code is null`);
    }
    const count = await tx.$count(annulmentEntries);
    const first = await tx.$count(annulmentSegments);
    for (let number = first; (number + 1) * SEGMENT_ENTRIES <= count; number++) {
      const from = number * SEGMENT_ENTRIES;
      const content = encodeSegment(await readEntries(tx, from, from + SEGMENT_ENTRIES));
      const sha256 = createHash('sha256').update(content).digest('hex');
      await tx.insert(annulmentSegments).values({ number, sha256, content }).onConflictDoNothing();
    }
    return count;
  });
}

/** Entries of the published list by their places. */
export async function readEntries(db: Executor, from: number, to: number): Promise<ListedAnnulment[]> {
  const rows = await db
    .select({ code: copies.code, annulment: copies.annulment })
    .from(annulmentEntries)
    .innerJoin(copies, eq(copies.code, annulmentEntries.code))
    .where(and(gte(annulmentEntries.position, from), lt(annulmentEntries.position, to)))
    .orderBy(asc(annulmentEntries.position));
  return rows.map(({ code, annulment }) => {
    if (annulment === null) throw new RangeError('an annulled copy without its decision');
    const { decisionNumber, decisionDate, signer, reason, at, replacedBy = null } = annulment;
    return { code, at: new Date(at), decisionNumber, decisionDate, signer, reason, replacedBy };
  });
}
