import { isDeepStrictEqual } from 'node:util';
import type { Confirmation } from '@saoy/contracts/agent-api';
import { FaultError } from '@saoy/contracts/errors';
import type { IdentityEvidence } from '@saoy/contracts/requests/confirmation';
import type { Result } from '@saoy/contracts/result';
import { and, eq } from 'drizzle-orm';
import { dueTime } from '../calendar/due-time.ts';
import { quoteFee } from '../fees/quote-fee.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { identityOutcomes, type RequestRow, requests } from '../storage/schema.ts';
import { appendAction, lockOwnRequest } from './append-action.ts';
import { setArrangement } from './arrange-pages.ts';
import { inTransaction } from './in-transaction.ts';
import { lastEvent, loadActions } from './load-request.ts';

/** More pages in all copies than this count as "many" in the sense of art. 21: two working days more. */
const MANY_PAGES = 100;

export interface ConfirmInput {
  readonly requestId: string;
  readonly kioskId: string;
  readonly confirmation: Confirmation;
}

/**
 * The requester confirms: from here the request is carried out whatever happens. The same confirmation again is
 * harmless; another one is `request.mismatch`, as is a fee other than the citizen was shown.
 */
export function confirmRequest(
  context: ServiceContext,
  { requestId, kioskId, confirmation }: ConfirmInput,
): Promise<Result<void>> {
  const at = context.now();
  return inTransaction(context.database.db, async (tx) => {
    const request = await lockOwnRequest(tx, requestId, kioskId);
    if (request.status !== 'draft') return checkRepetition(tx, request, confirmation);
    await setArrangement(tx, requestId, confirmation.pages);
    const originalPages = confirmation.pages.length;
    const { copies } = confirmation;
    const fee = quoteFee(context, { product: request.product, originalPages, copies, at });
    if (fee.totalVnd !== confirmation.shownTotalVnd)
      throw new FaultError('request.mismatch', `the fee is ${fee.totalVnd} VND`);
    const due = dueTime(context.authorityAt(at).calendar, {
      receivedAt: at,
      extended: originalPages * copies > MANY_PAGES,
    });
    const confirmed = await appendAction(tx, context, request, {
      by: { kind: 'kiosk', kioskId },
      at,
      event: {
        type: 'confirmed',
        pages: confirmation.pages,
        copies,
        delivery: confirmation.delivery,
        identity: await provenIdentity(tx, request, confirmation),
        questionedFields: confirmation.questionedFields,
        fee,
      },
    });
    await tx.update(requests).set({ dueAt: due.at }).where(eq(requests.id, confirmed.id));
    await context.jobs.send('decide-request', { requestId }, { tx });
  });
}

async function checkRepetition(tx: Executor, request: RequestRow, confirmation: Confirmation): Promise<void> {
  const confirmed = lastEvent(await loadActions(tx, request.id), 'confirmed');
  if (confirmed === undefined)
    throw new FaultError('request.step-not-allowed', `confirmed in status ${request.status}`);
  const contentOf = (of: Pick<Confirmation, 'pages' | 'copies' | 'delivery' | 'questionedFields'>) => ({
    pages: of.pages,
    copies: of.copies,
    delivery: of.delivery,
    questionedFields: of.questionedFields,
  });
  if (!isDeepStrictEqual(contentOf(confirmed), contentOf(confirmation)))
    throw new FaultError('request.mismatch');
}

/** The server's own record of the identity check; without one a match that is only claimed is left to a person. */
async function provenIdentity(
  tx: Executor,
  request: RequestRow,
  { identity, identitySessionId }: Confirmation,
): Promise<IdentityEvidence> {
  if (identitySessionId !== null) {
    const [outcome] = await tx
      .select()
      .from(identityOutcomes)
      .where(
        and(
          eq(identityOutcomes.sessionId, identitySessionId),
          eq(identityOutcomes.kioskId, request.kioskId),
          eq(identityOutcomes.visitId, request.visitId),
        ),
      );
    if (outcome !== undefined) return outcome.evidence;
  }
  return identity.decision === 'match'
    ? { ...identity, decision: 'refer', flags: [...identity.flags, 'identity-not-on-record'] }
    : identity;
}
