import { FaultError } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';
import { and, eq } from 'drizzle-orm';
import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { pages } from '../storage/schema.ts';
import { appendAction, lockOwnRequest } from './append-action.ts';
import { inTransaction } from './in-transaction.ts';
import { loadPages } from './load-request.ts';

/** Gives pages their order and drops those not named; answers whether anything changed. Throws `request.pages-missing`. */
export async function setArrangement(
  tx: Executor,
  requestId: string,
  order: readonly string[],
): Promise<boolean> {
  const present = (await loadPages(tx, requestId)).map(({ sha256 }) => sha256);
  const stored = await tx.select({ sha256: pages.sha256 }).from(pages).where(eq(pages.requestId, requestId));
  const known = new Set(stored.map(({ sha256 }) => sha256));
  if (new Set(order).size !== order.length || order.some((sha256) => !known.has(sha256)))
    throw new FaultError('request.pages-missing');
  if (present.length === order.length && present.every((sha256, i) => sha256 === order[i])) return false;
  for (const { sha256 } of stored) {
    const position = order.indexOf(sha256);
    await tx
      .update(pages)
      .set({ position: position < 0 ? null : position })
      .where(and(eq(pages.requestId, requestId), eq(pages.sha256, sha256)));
  }
  return true;
}

/** Sets the pages of an original and their order. */
export function arrangePages(
  context: ServiceContext,
  input: { requestId: string; kioskId: string; pages: readonly string[] },
): Promise<Result<void>> {
  return inTransaction(context.database.db, async (tx) => {
    const request = await lockOwnRequest(tx, input.requestId, input.kioskId);
    if (request.status !== 'draft')
      throw new FaultError('request.step-not-allowed', `arrangement in status ${request.status}`);
    if (!(await setArrangement(tx, request.id, input.pages))) return;
    await appendAction(tx, context, request, {
      by: { kind: 'kiosk', kioskId: input.kioskId },
      at: context.now(),
      event: { type: 'pages-arranged', pages: [...input.pages] },
    });
  });
}
