import { and, eq, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm';
import { abandonRequest } from '../requests/abandon-request.ts';
import type { ServiceContext } from '../service-context.ts';
import {
  copies,
  copyPages,
  copyVersions,
  downloadLinks,
  enrolmentLinks,
  identityOutcomes,
  pages,
  pageTickets,
  passkeyChallenges,
  requests,
  staffSessions,
  uploadParts,
} from '../storage/schema.ts';
import { erasePages } from './erase-pages.ts';

/** An object nothing refers to is kept so long: it may belong to a step that is just under way. */
const ORPHAN_AGE_MS = 24 * 60 * 60_000;
/** Work that has not moved for so long has lost its job: its process died between two commits. */
const STALLED_MS = 30_000;
const BATCH = 200;

/** Removes what is no longer needed: drafts nobody continues, pages, print files, and every secret that has expired. */
export async function sweepExpired(context: ServiceContext): Promise<void> {
  const { db } = context.database;
  const nowMs = context.now().getTime();
  const before = (ageMs: number) => new Date(nowMs - ageMs);
  const drafts = await db
    .select({ id: requests.id })
    .from(requests)
    .where(and(eq(requests.status, 'draft'), lt(requests.updatedAt, before(context.settings.draftTtlMs))))
    .limit(BATCH);
  for (const { id } of drafts)
    await abandonRequest(context, { requestId: id, by: { kind: 'system' }, cause: 'expired' });
  const settled = await db
    .select({ id: requests.id })
    .from(requests)
    .where(and(isNull(requests.pagesErasedAt), lt(requests.settledAt, before(context.settings.pageTtlMs))))
    .limit(BATCH);
  for (const { id } of settled) await erasePages(context, id);
  const printed = await db
    .select({ code: copies.code, printKey: copies.printKey })
    .from(copies)
    .where(and(isNotNull(copies.printKey), lt(copies.releasedAt, before(context.settings.downloadTtlMs))))
    .limit(BATCH);
  for (const { code, printKey } of printed) {
    if (printKey !== null) await context.objects.delete(printKey);
    await db.update(copies).set({ printKey: null }).where(eq(copies.code, code));
  }
  const now = context.now();
  await db.delete(pageTickets).where(lt(pageTickets.expiresAt, now));
  await db.delete(passkeyChallenges).where(lt(passkeyChallenges.expiresAt, now));
  await db.delete(staffSessions).where(lt(staffSessions.expiresAt, now));
  await db.delete(enrolmentLinks).where(lt(enrolmentLinks.expiresAt, now));
  await db.delete(downloadLinks).where(lt(downloadLinks.expiresAt, before(context.settings.downloadTtlMs)));
  await db.delete(identityOutcomes).where(lt(identityOutcomes.decidedAt, before(ORPHAN_AGE_MS)));
}

/** Orders again the work of requests that stand still; at start with `stalledMs` 0, since whoever did it is gone. */
export async function resumeWork(context: ServiceContext, stalledMs = STALLED_MS): Promise<void> {
  const { db } = context.database;
  const before = new Date(context.now().getTime() - stalledMs);
  const isStalled = lt(requests.updatedAt, before);
  const approved = await db
    .select({ id: requests.id })
    .from(requests)
    .where(and(inArray(requests.status, ['approved', 'numbered', 'logged']), isStalled));
  for (const { id } of approved) await context.jobs.send('issue-copy', { requestId: id });
  const unread = await db
    .select({ requestId: pages.requestId, sha256: pages.sha256 })
    .from(pages)
    .innerJoin(requests, eq(requests.id, pages.requestId))
    .where(
      and(
        eq(pages.state, 'reading'),
        or(eq(requests.status, 'draft'), eq(requests.status, 'awaiting-decision')),
        lt(pages.receivedAt, before),
      ),
    );
  for (const page of unread) await context.jobs.send('read-page', page);
  const undecided = await db
    .select({ id: requests.id })
    .from(requests)
    .where(and(eq(requests.status, 'awaiting-decision'), eq(requests.product, 'digital'), isStalled));
  for (const { id } of stalledMs === 0 ? undecided : [])
    await context.jobs.send('decide-request', { requestId: id });
}

/** Destroys objects that no row refers to: left by a process that died between storing and recording. */
export async function removeOrphans(context: ServiceContext): Promise<number> {
  const { db } = context.database;
  const cutoff = context.now().getTime() - ORPHAN_AGE_MS;
  let removed = 0;
  for await (const { key, storedAt } of context.objects.list()) {
    if (storedAt.getTime() > cutoff || (await isReferred(key))) continue;
    await context.objects.delete(key);
    removed += 1;
  }
  return removed;

  async function isReferred(key: string): Promise<boolean> {
    const [page] = await db
      .select({ id: pages.requestId })
      .from(pages)
      .where(or(eq(pages.imageKey, key), eq(pages.readingKey, key)))
      .limit(1);
    const [part] = await db
      .select({ id: uploadParts.requestId })
      .from(uploadParts)
      .where(eq(uploadParts.objectKey, key))
      .limit(1);
    const [copy] = await db
      .select({ code: copies.code })
      .from(copies)
      .where(or(eq(copies.fileKey, key), eq(copies.printKey, key)))
      .limit(1);
    const [version] = await db
      .select({ code: copyVersions.code })
      .from(copyVersions)
      .where(eq(copyVersions.fileKey, key))
      .limit(1);
    const [shown] = await db
      .select({ code: copyPages.code })
      .from(copyPages)
      .where(eq(copyPages.imageKey, key))
      .limit(1);
    return [page, part, copy, version, shown].some((found) => found !== undefined);
  }
}
