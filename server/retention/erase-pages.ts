import { isSettled } from '@saoy/contracts/requests/next-steps';
import { eq } from 'drizzle-orm';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import type { ServiceContext } from '../service-context.ts';
import { copies, copyPages, pages, uploadParts } from '../storage/schema.ts';

/** Destroys the scans, parts and readings of a settled request that no copy shows and records that it did; again is harmless. */
export async function erasePages(context: ServiceContext, requestId: string): Promise<void> {
  const { db } = context.database;
  const { request, stored, parts, shown } = await db.transaction(async (tx) => ({
    request: await lockRequest(tx, requestId),
    stored: await tx.select().from(pages).where(eq(pages.requestId, requestId)),
    parts: await tx.select().from(uploadParts).where(eq(uploadParts.requestId, requestId)),
    shown: await tx
      .select({ key: copyPages.imageKey })
      .from(copyPages)
      .innerJoin(copies, eq(copies.code, copyPages.code))
      .where(eq(copies.requestId, requestId)),
  }));
  if (!isSettled(request.status) || request.pagesErasedAt !== null) return;
  // The page images of a released copy belong to the copy: whoever holds the paper may compare them.
  const kept = new Set(shown.map(({ key }) => key));
  // First the bytes, then the record: a crash between the two erases again and finds nothing.
  const keys = [
    ...stored.flatMap(({ imageKey, readingKey }) => [imageKey, readingKey]),
    ...parts.map(({ objectKey }) => objectKey),
  ];
  for (const key of keys) if (key !== null && !kept.has(key)) await context.objects.delete(key);
  await db.transaction(async (tx) => {
    const present = await lockRequest(tx, requestId);
    if (present.pagesErasedAt !== null) return;
    await tx.update(pages).set({ imageKey: null, readingKey: null }).where(eq(pages.requestId, requestId));
    await tx.delete(uploadParts).where(eq(uploadParts.requestId, requestId));
    await appendAction(tx, context, present, {
      by: { kind: 'system' },
      at: context.now(),
      event: { type: 'pages-erased' },
    });
  });
}
