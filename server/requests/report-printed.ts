import { isDeepStrictEqual } from 'node:util';
import type { Result } from '@saoy/contracts/result';
import type { ServiceContext } from '../service-context.ts';
import { appendAction, lockOwnRequest } from './append-action.ts';
import { inTransaction } from './in-transaction.ts';
import { loadActions } from './load-request.ts';

/** Records that every sheet of every copy reached the tray; the same jobs are recorded once. */
export function reportPrinted(
  context: ServiceContext,
  input: { requestId: string; kioskId: string; copies: number; jobs: readonly string[] },
): Promise<Result<void>> {
  return inTransaction(context.database.db, async (tx) => {
    const request = await lockOwnRequest(tx, input.requestId, input.kioskId);
    const isKnown = (await loadActions(tx, request.id)).some(
      ({ event }) =>
        event.type === 'printed' &&
        event.copies === input.copies &&
        isDeepStrictEqual(event.jobs, input.jobs),
    );
    if (isKnown) return;
    await appendAction(tx, context, request, {
      by: { kind: 'kiosk', kioskId: input.kioskId },
      at: context.now(),
      event: { type: 'printed', copies: input.copies, jobs: [...input.jobs] },
    });
  });
}
