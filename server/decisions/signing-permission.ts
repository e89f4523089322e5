import { FaultError } from '@saoy/contracts/errors';
import { eq } from 'drizzle-orm';
import { type EventOf, lastAction, lastEvent, loadActions } from '../requests/load-request.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { type ApprovalRow, approvals, type RequestRow } from '../storage/schema.ts';
import { approvalChallenge } from './approval-challenge.ts';
import { wordingOf } from './approve-request.ts';
import { type AuthorisedCertifier, authorisedCertifier } from './signing-authorisation.ts';

/** The last attempt may begin just before issuing is given up. */
const LAST_ATTEMPT_MS = 60 * 60_000;

/** Why one request may be numbered and signed now. */
export interface SigningPermission {
  readonly confirmed: EventOf<'confirmed'>;
  readonly approved: EventOf<'approved'>;
  /** The evidence of the person who decided; null when policy did. */
  readonly approval: (ApprovalRow & { readonly assertion: Record<string, unknown> }) | null;
  /** Who certifies, and by what right; null when policy decided. */
  readonly certifier: AuthorisedCertifier | null;
}

/**
 * Looks up, anew at every call, whether a request may be signed: the decision stands in its actions; a person's stored
 * evidence is of this request, these pages, this wording and in time; the person's authorisation is in force; and it is
 * not longer ago than issuing may take. Throws `signing.not-authorised` saying what does not hold.
 */
export async function signingPermission(
  context: ServiceContext,
  tx: Executor,
  request: RequestRow,
  /** Moment of the wording that is printed: now, or that of the number once there is one. */
  wordingAt: Date,
): Promise<SigningPermission> {
  const refuse = (detail: string): never => {
    throw new FaultError('signing.not-authorised', detail);
  };
  const at = context.now();
  const all = await loadActions(tx, request.id);
  const confirmed = lastEvent(all, 'confirmed') ?? refuse('the request was never confirmed');
  const approved = lastEvent(all, 'approved') ?? refuse('the request was never approved');
  const decidedAt = Date.parse(lastAction(all, 'approved')?.at ?? '');
  if (at.getTime() - decidedAt > context.settings.issuingGiveUpMs + LAST_ATTEMPT_MS)
    refuse('the approval is too old');
  if (approved.authorisationId === null) {
    if (request.product === 'certified') refuse('no named person approved it');
    return { confirmed, approved, approval: null, certifier: null };
  }
  const approval = await evidenceOf(tx, approved.authorisationId);
  if (approval === null) return refuse('the evidence of the approval is missing');
  if (approval.requestId !== request.id) refuse('the evidence is of another request');
  if (approval.pageDigests.join() !== confirmed.pages.join()) refuse('the evidence is of other pages');
  if (approval.requesterName !== approved.requesterName) refuse('the evidence names another requester');
  if (approval.wording.join('\n') !== wordingOf(context, request.product, wordingAt).join('\n'))
    refuse('the wording has changed since the approval');
  if (approval.approvedAt === null || approval.approvedAt >= approval.expiresAt)
    refuse('the approval came after its expiry');
  if (approvalChallenge({ ...approval, approvalId: approval.id }) !== approval.challenge)
    refuse('the evidence was changed after the approval');
  const { product, authority } = request;
  const certifier = await authorisedCertifier(tx, { staffId: approval.staffId, product, authority, at });
  if (certifier === null || certifier.member.signerName !== approval.signerName)
    return refuse('the authorisation is no longer in force');
  return { confirmed, approved, approval, certifier };
}

async function evidenceOf(tx: Executor, approvalId: string): Promise<SigningPermission['approval']> {
  const [approval] = await tx.select().from(approvals).where(eq(approvals.id, approvalId));
  const assertion = approval?.assertion ?? null;
  return approval === undefined || assertion === null ? null : { ...approval, assertion };
}
