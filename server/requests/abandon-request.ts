import { FaultError } from '@saoy/contracts/errors';
import type { RequestActor } from '@saoy/contracts/requests/action';
import { ok, type Result } from '@saoy/contracts/result';
import { erasePages } from '../retention/erase-pages.ts';
import type { ServiceContext } from '../service-context.ts';
import { appendAction, lockRequest } from './append-action.ts';
import { inTransaction } from './in-transaction.ts';

export interface AbandonInput {
  readonly requestId: string;
  readonly by: RequestActor;
  readonly cause: 'ended' | 'idle' | 'crashed' | 'expired';
}

/**
 * Drops an unconfirmed request and erases its pages. A request the server never heard of, or dropped before, is no
 * error: the kiosk only wants it gone.
 */
export async function abandonRequest(context: ServiceContext, input: AbandonInput): Promise<Result<void>> {
  const dropped = await inTransaction(context.database.db, async (tx) => {
    const request = await lockRequest(tx, input.requestId);
    if (input.by.kind === 'kiosk' && request.kioskId !== input.by.kioskId)
      throw new FaultError('request.unknown');
    if (request.status === 'abandoned') return;
    await appendAction(tx, context, request, {
      by: input.by,
      at: context.now(),
      event: { type: 'abandoned', cause: input.cause },
    });
  });
  if (!dropped.ok) return dropped.error.code === 'request.unknown' ? ok(undefined) : dropped;
  await erasePages(context, input.requestId);
  return ok(undefined);
}
