import { randomUUID } from 'node:crypto';
import { FaultError } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';
import { eq } from 'drizzle-orm';
import { recordAudit } from '../audit/record-audit.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import { inTransaction } from '../requests/in-transaction.ts';
import { lastEvent, loadActions } from '../requests/load-request.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { type ApprovalRow, approvals, type RequestRow } from '../storage/schema.ts';
import { approvalChallenge } from './approval-challenge.ts';
import { type AuthorisedCertifier, authorisedCertifier } from './signing-authorisation.ts';

export interface BegunApproval {
  readonly approvalId: string;
  /** base64url; the passkey must sign exactly this. */
  readonly challenge: string;
  readonly expiresAt: Date;
}

/** Checks the passkey's answer to a challenge; answers what is kept as evidence, or null when it does not verify. */
export type AssertionCheck = (challenge: string) => Promise<Record<string, unknown> | null>;

/** The lời chứng as the certifier sees it before a number exists; empty for a digital copy. */
export const wordingOf = (
  context: ServiceContext,
  product: RequestRow['product'],
  at: Date,
): readonly string[] => (product === 'certified' ? context.authorityAt(at).wording : []);

/**
 * Opens an approval: a challenge bound to request, page digests, wording, person and expiry. Where no face matched, the
 * certifier vouches for the identity (`request.identity-unconfirmed` otherwise) and names the requester where no card
 * did (`request.requester-unnamed`).
 */
export function beginApproval(
  context: ServiceContext,
  input: { requestId: string; staffId: string; isIdentityConfirmed: boolean; requesterName: string | null },
): Promise<Result<BegunApproval>> {
  const { requestId, staffId, isIdentityConfirmed } = input;
  const at = context.now();
  return inTransaction(context.database.db, async (tx) => {
    const request = await lockRequest(tx, requestId);
    const certifier = await certifierFor(tx, request, staffId, at);
    const confirmed = lastEvent(await loadActions(tx, requestId), 'confirmed');
    if (request.status !== 'awaiting-decision' || confirmed === undefined)
      throw new FaultError('request.step-not-allowed', `approval in status ${request.status}`);
    if (confirmed.identity.decision !== 'match' && !isIdentityConfirmed)
      throw new FaultError('request.identity-unconfirmed');
    // A face that matched proves whose card it is: nobody may write another name.
    const requesterName = confirmed.identity.decision === 'match' ? null : input.requesterName;
    if (requesterName === null && confirmed.identity.holderName === null)
      throw new FaultError('request.requester-unnamed');
    const record = {
      approvalId: randomUUID(),
      requestId,
      staffId,
      pageDigests: confirmed.pages,
      wording: wordingOf(context, request.product, at),
      isIdentityConfirmed,
      requesterName,
      expiresAt: new Date(at.getTime() + context.settings.approvalTtlMs),
    };
    const challenge = approvalChallenge(record);
    await tx.insert(approvals).values({
      id: record.approvalId,
      requestId,
      staffId,
      signerName: certifier.member.signerName,
      challenge,
      pageDigests: [...record.pageDigests],
      wording: [...record.wording],
      isIdentityConfirmed,
      requesterName,
      createdAt: at,
      expiresAt: record.expiresAt,
    });
    await recordAudit(tx, {
      at,
      code: 'request.approval-begun',
      by: { kind: 'staff', staffId },
      subject: requestId,
    });
    return { approvalId: record.approvalId, challenge, expiresAt: record.expiresAt };
  });
}

/**
 * Completes an approval: the assertion is checked over the stored challenge and kept as evidence, and issuing is ordered
 * in the same transaction. Completing it again with the same approval is harmless.
 */
export async function approveRequest(
  context: ServiceContext,
  input: { requestId: string; approvalId: string; staffId: string; checkAssertion: AssertionCheck },
): Promise<Result<void>> {
  const { db } = context.database;
  const [approval] = await db.select().from(approvals).where(eq(approvals.id, input.approvalId));
  const assertion =
    approval !== undefined && isOpenTo(approval, input, context.now())
      ? await input.checkAssertion(approval.challenge)
      : null;
  const at = context.now();
  return inTransaction(db, async (tx) => {
    const request = await lockRequest(tx, input.requestId);
    if (approval === undefined || approval.requestId !== request.id || approval.staffId !== input.staffId)
      throw new FaultError('staff.passkey-refused', 'no such approval');
    if (isApprovedBy(await loadActions(tx, request.id), approval.id)) return;
    if (assertion === null) throw new FaultError('staff.passkey-refused');
    await certifierFor(tx, request, input.staffId, at);
    const by = { kind: 'staff', staffId: input.staffId } as const;
    await appendAction(tx, context, request, {
      by,
      at,
      event: {
        type: 'approved',
        authorisationId: approval.id,
        isIdentityConfirmedByStaff: approval.isIdentityConfirmed,
        requesterName: approval.requesterName,
      },
    });
    await tx.update(approvals).set({ assertion, approvedAt: at }).where(eq(approvals.id, approval.id));
    await recordAudit(tx, { at, code: 'request.approved', by, subject: request.id });
    await context.jobs.send('issue-copy', { requestId: request.id }, { tx });
  });
}

const isOpenTo = (approval: ApprovalRow, input: { requestId: string; staffId: string }, now: Date): boolean =>
  approval.requestId === input.requestId &&
  approval.staffId === input.staffId &&
  approval.approvedAt === null &&
  approval.expiresAt > now;

const isApprovedBy = (all: Awaited<ReturnType<typeof loadActions>>, approvalId: string): boolean =>
  lastEvent(all, 'approved')?.authorisationId === approvalId;

/** Who may decide this request now; throws `signing.not-authorised`. */
async function certifierFor(
  tx: Executor,
  request: RequestRow,
  staffId: string,
  at: Date,
): Promise<AuthorisedCertifier> {
  const { product, authority } = request;
  const certifier = await authorisedCertifier(tx, { staffId, product, authority, at });
  if (certifier === null) throw new FaultError('signing.not-authorised');
  return certifier;
}
