import { createHash } from 'node:crypto';
import { FaultError, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { and, asc, countDistinct, eq, max, ne } from 'drizzle-orm';
import { appendAction, lockOwnRequest } from '../requests/append-action.ts';
import { inTransaction } from '../requests/in-transaction.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { pages, uploadParts } from '../storage/schema.ts';
import { type PageSize, readPageSize } from './read-page-size.ts';

export interface UploadState {
  readonly receivedBytes: number;
  readonly isComplete: boolean;
}

export interface PageChunk {
  readonly requestId: string;
  readonly kioskId: string;
  readonly sha256: string;
  readonly offset: number;
  readonly total: number;
  readonly bytes: Uint8Array;
}

/** Of one request, with those that were scanned again. */
const MOST_PAGES = 400;

const ofPage = (requestId: string, sha256: string) =>
  and(eq(uploadParts.requestId, requestId), eq(uploadParts.sha256, sha256));

const partsOf = (db: Executor, requestId: string, sha256: string) =>
  db.select().from(uploadParts).where(ofPage(requestId, sha256)).orderBy(asc(uploadParts.offsetBytes));

/** How much of a page has arrived. */
export function uploadState(
  context: ServiceContext,
  input: { requestId: string; kioskId: string; sha256: string },
): Promise<Result<UploadState>> {
  return inTransaction(context.database.db, async (tx) => {
    await lockOwnRequest(tx, input.requestId, input.kioskId);
    const page = await findPage(tx, input.requestId, input.sha256);
    if (page !== undefined) return { receivedBytes: page.sizeBytes, isComplete: true };
    const parts = await partsOf(tx, input.requestId, input.sha256);
    return { receivedBytes: sizeOf(parts), isComplete: false };
  });
}

/**
 * Takes bytes of a page at an offset; what is held already is skipped, so any part may be sent again. With the last
 * byte the page is checked and its reading ordered. A page that fails its check is forgotten whole.
 */
export async function receivePage(context: ServiceContext, chunk: PageChunk): Promise<Result<UploadState>> {
  const part = await storePart(context, chunk);
  if (!part.ok || part.value.isComplete) return part;
  const held = part.value;
  if (held.receivedBytes < chunk.total) return ok({ receivedBytes: held.receivedBytes, isComplete: false });
  return completePage(context, chunk);
}

/** Adds the new part of a chunk under the request's lock; complete only when the page had been received before. */
async function storePart(context: ServiceContext, chunk: PageChunk): Promise<Result<UploadState>> {
  const { requestId, sha256, offset, total, bytes } = chunk;
  return inTransaction(context.database.db, async (tx) => {
    const request = await lockOwnRequest(tx, requestId, chunk.kioskId);
    const page = await findPage(tx, requestId, sha256);
    if (page !== undefined) return { receivedBytes: page.sizeBytes, isComplete: true };
    if (request.status !== 'draft')
      throw new FaultError('request.step-not-allowed', `a page in status ${request.status}`);
    const parts = await partsOf(tx, requestId, sha256);
    const held = sizeOf(parts);
    const isOther = parts.some((part) => part.totalBytes !== total);
    if (offset > held || offset + bytes.length > total || isOther)
      throw new FaultError('request.upload-offset', `${held} bytes are held`);
    if (held === 0) await checkRoom(tx, requestId, sha256);
    const fresh = bytes.subarray(held - offset);
    if (fresh.length === 0) return { receivedBytes: held, isComplete: false };
    const objectKey = await context.objects.put(fresh);
    await tx.insert(uploadParts).values({
      requestId,
      sha256,
      offsetBytes: held,
      sizeBytes: fresh.length,
      totalBytes: total,
      objectKey,
      receivedAt: context.now(),
    });
    return { receivedBytes: held + fresh.length, isComplete: false };
  });
}

/** A kiosk scans a page anew as often as it takes, but not without end. */
async function checkRoom(tx: Executor, requestId: string, sha256: string): Promise<void> {
  const received = await tx.$count(pages, eq(pages.requestId, requestId));
  const [arriving] = await tx
    .select({ pages: countDistinct(uploadParts.sha256) })
    .from(uploadParts)
    .where(and(eq(uploadParts.requestId, requestId), ne(uploadParts.sha256, sha256)));
  if (received + (arriving?.pages ?? 0) >= MOST_PAGES)
    throw new FaultError('general.too-large', `a request takes ${MOST_PAGES} pages, dropped ones included`);
}

async function completePage(context: ServiceContext, chunk: PageChunk): Promise<Result<UploadState>> {
  const { requestId, sha256 } = chunk;
  const parts = await partsOf(context.database.db, requestId, sha256);
  const stored = await Promise.all(parts.map(({ objectKey }) => context.objects.get(objectKey)));
  const bytes = Buffer.concat(stored.map((part) => part ?? new Uint8Array()));
  const isIntact = createHash('sha256').update(bytes).digest('hex') === sha256;
  const size: Result<PageSize> = isIntact
    ? await readPageSize(bytes)
    : err(fault('request.page-digest-mismatch'));
  const imageKey = size.ok ? await context.objects.put(bytes) : null;
  const done = await inTransaction(context.database.db, async (tx) => {
    const request = await lockOwnRequest(tx, requestId, chunk.kioskId);
    // The same last part may have been sent twice at once; the first one finished the page.
    if ((await findPage(tx, requestId, sha256)) !== undefined) return { isFirst: false };
    await tx.delete(uploadParts).where(ofPage(requestId, sha256));
    if (!size.ok || imageKey === null) return { isFirst: true };
    const { widthPx, heightPx, resolutionDpi, orientation } = size.value;
    const at = context.now();
    const [last] = await tx
      .select({ position: max(pages.position) })
      .from(pages)
      .where(eq(pages.requestId, requestId));
    await tx.insert(pages).values({
      requestId,
      sha256,
      position: (last?.position ?? -1) + 1,
      state: 'reading',
      sizeBytes: bytes.length,
      widthPx,
      heightPx,
      resolutionDpi,
      orientation,
      imageKey,
      receivedAt: at,
    });
    await appendAction(tx, context, request, {
      by: { kind: 'kiosk', kioskId: chunk.kioskId },
      at,
      event: { type: 'page-received', sha256, sizeBytes: bytes.length, widthPx, heightPx, resolutionDpi },
    });
    await context.jobs.send('read-page', { requestId, sha256 }, { tx });
    return { isFirst: true };
  });
  const isKept = done.ok && done.value.isFirst && size.ok;
  if (!isKept && imageKey !== null) await context.objects.delete(imageKey);
  if (!done.ok) return done;
  if (done.value.isFirst) await Promise.all(parts.map(({ objectKey }) => context.objects.delete(objectKey)));
  return size.ok ? ok({ receivedBytes: bytes.length, isComplete: true }) : size;
}

async function findPage(tx: Executor, requestId: string, sha256: string) {
  const [page] = await tx
    .select()
    .from(pages)
    .where(and(eq(pages.requestId, requestId), eq(pages.sha256, sha256)));
  return page;
}

const sizeOf = (parts: readonly { sizeBytes: number }[]): number =>
  parts.reduce((sum, part) => sum + part.sizeBytes, 0);
