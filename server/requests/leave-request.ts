import type { Result } from '@saoy/contracts/result';
import { dueTime } from '../calendar/due-time.ts';
import { openDownloadLink } from '../delivery/open-download-link.ts';
import type { ServiceContext } from '../service-context.ts';
import { appendAction, lockOwnRequest } from './append-action.ts';
import { inTransaction } from './in-transaction.ts';
import { lastEvent, loadActions } from './load-request.ts';

/** The requester goes before the end: sets the appointment by the time limits of the law, once. */
export function leaveRequest(
  context: ServiceContext,
  input: { requestId: string; kioskId: string },
): Promise<Result<void>> {
  const at = context.now();
  return inTransaction(context.database.db, async (tx) => {
    const request = await lockOwnRequest(tx, input.requestId, input.kioskId);
    if (lastEvent(await loadActions(tx, request.id), 'left') !== undefined) return;
    const due =
      request.dueAt ?? dueTime(context.authorityAt(at).calendar, { receivedAt: at, extended: false }).at;
    await appendAction(tx, context, request, {
      by: { kind: 'kiosk', kioskId: input.kioskId },
      at,
      event: { type: 'left', appointmentAt: due.toISOString() },
    });
    // The slip in the requester's hand carries the link: it must answer from now on.
    await openDownloadLink(tx, context, { requestId: request.id, from: due });
  });
}
