import { FaultError } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';
import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../audit/record-audit.ts';
import { formatShortDate } from '../calendar/vietnamese-date.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import { inTransaction } from '../requests/in-transaction.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { type CopyRow, copies, logLeaves, registerRows } from '../storage/schema.ts';
import { endRenewals } from './copy-versions.ts';

export interface AnnulInput {
  readonly code: string;
  readonly staffId: string;
  readonly decisionNumber: string;
  /** `2026-11-21`. */
  readonly decisionDate: string;
  readonly signer: string;
  readonly reason: string;
  /** Code of the corrected copy that replaces it, if there is one. */
  readonly replacedBy?: string | null;
}

/** Annuls the legal value of a copy by a decision of the chairman (Circular 01/2020 art. 7); shown at once. */
export function annulCopy(
  context: ServiceContext,
  input: AnnulInput,
): Promise<Result<{ requestId: string }>> {
  const { code, staffId, replacedBy = null, ...words } = input;
  const decision = { ...words, replacedBy };
  const at = context.now();
  const by = { kind: 'staff', staffId } as const;
  return inTransaction(context.database.db, async (tx) => {
    const [copy] = await tx.select().from(copies).where(eq(copies.code, code));
    if (copy === undefined) throw new FaultError('general.not-found');
    const { requestId } = copy;
    const request = await lockRequest(tx, requestId);
    if (request.status === 'annulled' && copy.annulment?.decisionNumber === decision.decisionNumber)
      return { requestId };
    if (replacedBy !== null) await checkReplacement(tx, copy, replacedBy);
    await appendAction(tx, context, request, { by, at, event: { type: 'annulled', ...decision } });
    const decidedOn = formatShortDate(new Date(`${decision.decisionDate}T05:00:00Z`));
    const replacement = replacedBy === null ? '' : `, thay bằng bản sao ${replacedBy}`;
    const remark = `Hủy bỏ giá trị pháp lý theo Quyết định ${decision.decisionNumber} ngày ${decidedOn}${replacement}`;
    await tx
      .update(copies)
      .set({ state: 'annulled', annulment: { ...decision, at: at.toISOString() } })
      .where(eq(copies.code, code));
    await tx
      .update(registerRows)
      .set({ state: 'annulled', remarks: remark })
      .where(eq(registerRows.requestId, requestId));
    await endRenewals(tx, code);
    await recordAudit(tx, { at, code: 'copy.annulled', by, subject: code });
    await appendAnnulment(tx, context, code, { ...decision, annulledAt: at.toISOString() });
    return { requestId };
  });
}

/** Shown as annulled at once; the proof follows with the next checkpoint. */
async function appendAnnulment(
  tx: Executor,
  context: ServiceContext,
  code: string,
  decision: {
    decisionNumber: string;
    decisionDate: string;
    signer: string;
    reason: string;
    replacedBy: string | null;
    annulledAt: string;
  },
): Promise<void> {
  const [issue] = await tx
    .select({ leafIndex: logLeaves.leafIndex })
    .from(logLeaves)
    .where(and(eq(logLeaves.kind, 'issue'), eq(logLeaves.subject, code)));
  await context.transparency.append(tx, {
    kind: 'annulment',
    subject: code,
    record: { code, issueLeafIndex: issue?.leafIndex ?? null, ...decision },
  });
}

/** Readers are sent to the replacement, so it must be there for them. */
async function checkReplacement(tx: Executor, copy: CopyRow, replacedBy: string): Promise<void> {
  const [other] = await tx.select().from(copies).where(eq(copies.code, replacedBy));
  if (other?.state !== 'issued' || other.code === copy.code || other.authority !== copy.authority)
    throw new FaultError('request.replacement-unfit');
}
