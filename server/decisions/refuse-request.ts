import type { RefusalReason } from '@saoy/contracts/refusal-reasons';
import type { Result } from '@saoy/contracts/result';
import { recordAudit } from '../audit/record-audit.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import { inTransaction } from '../requests/in-transaction.ts';
import { lastAction, loadActions } from '../requests/load-request.ts';
import type { ServiceContext } from '../service-context.ts';

/** Refuses for one of the six reasons of art. 22; the same refusal by the same person again is harmless. */
export function refuseRequest(
  context: ServiceContext,
  input: { requestId: string; staffId: string; reason: RefusalReason; comment: string },
): Promise<Result<void>> {
  const at = context.now();
  const by = { kind: 'staff', staffId: input.staffId } as const;
  return inTransaction(context.database.db, async (tx) => {
    const request = await lockRequest(tx, input.requestId);
    const before = lastAction(await loadActions(tx, request.id), 'refused');
    const isSame =
      before?.event.type === 'refused' &&
      before.event.reason === input.reason &&
      before.by.kind === 'staff' &&
      before.by.staffId === input.staffId;
    if (isSame) return;
    await appendAction(tx, context, request, {
      by,
      at,
      event: { type: 'refused', reason: input.reason, comment: input.comment },
    });
    await recordAudit(tx, { at, code: 'request.refused', by, subject: request.id, detail: input.reason });
  });
}
