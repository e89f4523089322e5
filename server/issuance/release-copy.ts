import { eq } from 'drizzle-orm';
import { openDownloadLink } from '../delivery/open-download-link.ts';
import { recordVersion } from '../register/copy-versions.ts';
import { stampValidUntil } from '../renewal/stamp-validity.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import { lastEvent, loadActions } from '../requests/load-request.ts';
import type { ServiceContext } from '../service-context.ts';
import { type CopyRow, copies, copyPages, registerRows } from '../storage/schema.ts';
import type { ProducedCopy } from './produce-copy.ts';

/**
 * Stores a produced copy and releases it: one transaction makes it the copy of its request. When another process was
 * faster, or the request was given up meanwhile, what was stored is destroyed.
 */
export async function releaseCopy(
  context: ServiceContext,
  copy: CopyRow,
  produced: ProducedCopy,
): Promise<void> {
  const { requestId, code } = copy;
  const fileKey = await context.objects.put(produced.pdf);
  const printKey = produced.print === null ? null : await context.objects.put(produced.print);
  const validUntil = stampValidUntil(produced.pdf);
  const isReleased = await context.database.db.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request.status !== 'numbered') return false;
    const at = context.now();
    const { sha256 } = produced;
    const sizeBytes = produced.pdf.length;
    await tx
      .update(copies)
      .set({ state: 'issued', sha256, sizeBytes, fileKey, printKey, releasedAt: at })
      .where(eq(copies.code, code));
    await recordVersion(tx, {
      code,
      version: 1,
      sha256,
      sizeBytes,
      fileKey,
      stampValidUntil: validUntil,
      madeAt: at,
    });
    await tx.update(registerRows).set({ state: 'issued' }).where(eq(registerRows.requestId, requestId));
    await tx.insert(copyPages).values(
      produced.images.map(({ row, rotation }, position) => ({
        code,
        position,
        sha256: row.sha256,
        imageKey: row.imageKey!,
        rotation,
        widthPx: row.widthPx,
        heightPx: row.heightPx,
      })),
    );
    const delivery = lastEvent(await loadActions(tx, requestId), 'confirmed')?.delivery;
    // Also for who wanted paper only: they may go before it is printed. The kiosk shows the link when it is wanted.
    await openDownloadLink(tx, context, { requestId, from: at });
    await appendAction(tx, request, {
      by: { kind: 'system' },
      at,
      event: { type: 'issued', sha256, sizeBytes },
    });
    if (typeof delivery?.email === 'string') await context.jobs.send('email-copy', { requestId }, { tx });
    return true;
  });
  if (isReleased) return;
  await context.objects.delete(fileKey);
  if (printKey !== null) await context.objects.delete(printKey);
}
