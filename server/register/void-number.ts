import type { ErrorCode } from '@saoy/contracts/errors';
import { eq } from 'drizzle-orm';
import { formatShortDate } from '../calendar/vietnamese-date.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import type { ServiceContext } from '../service-context.ts';
import { copies, registerRows } from '../storage/schema.ts';

/**
 * Gives up a request that cannot be issued. Its register row stays, marked void with the reason in the remarks (Ghi
 * chú); the number is never used again. Again is harmless.
 */
export async function voidRequest(
  context: ServiceContext,
  requestId: string,
  code: ErrorCode,
): Promise<void> {
  const at = context.now();
  await context.database.db.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request.status !== 'approved' && request.status !== 'numbered') return;
    const remark = `Hủy số ngày ${formatShortDate(at)}: không phát hành được bản sao (${code})`;
    await appendAction(tx, context, request, {
      by: { kind: 'system' },
      at,
      event: { type: 'voided', code, remark },
    });
    await tx
      .update(registerRows)
      .set({ state: 'voided', remarks: remark })
      .where(eq(registerRows.requestId, requestId));
    await tx.update(copies).set({ state: 'voided' }).where(eq(copies.requestId, requestId));
  });
  context.log.error({ requestId, code }, 'issuing was given up and the number voided');
}
