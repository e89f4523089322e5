import { createHash } from 'node:crypto';
import { makeCheckCode, makeCopyCode } from '@saoy/contracts/copy-code';
import { maskName } from '@saoy/contracts/identity';
import type { ReadDocument } from '@saoy/contracts/requests/view';
import type { Result } from '@saoy/contracts/result';
import { bookLabel } from '../authorities/authority-at.ts';
import type { AuthorisedCertifier } from '../decisions/signing-authorisation.ts';
import { signingPermission } from '../decisions/signing-permission.ts';
import type { ServiceSecrets } from '../keys/master-key.ts';
import { allocateNumber } from '../register/allocate-number.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import { inTransaction } from '../requests/in-transaction.ts';
import { type EventOf, loadRequest } from '../requests/load-request.ts';
import { documentOfRequest } from '../requests/view-request.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { copies, type RequestRow, registerRows } from '../storage/schema.ts';

const unnamedDocument = { type: 'other', title: { vi: 'Giấy tờ', en: 'Document' } };
const RANDOM_BYTES = 11;

/** The check code that only paper carries: computed again for every print, so that only its hash is stored. */
export const checkCodeOf = (secrets: ServiceSecrets, requestId: string): string =>
  makeCheckCode(secrets.derive('check-code', requestId));

export const hashCheckCode = (checkCode: string, code: string): string =>
  createHash('sha256').update(`${code}:${checkCode}`).digest('hex');

/**
 * Gives an approved request its number, register row and code in one transaction. A request that has them, or is past
 * this step, is left alone. `signing.not-authorised` when the certifier's right or evidence no longer holds.
 */
export async function numberCopy(context: ServiceContext, requestId: string): Promise<Result<void>> {
  const loaded = await loadRequest(context.database.db, requestId);
  const document = loaded.row.status === 'approved' ? await documentOfRequest(context, loaded) : null;
  return inTransaction(context.database.db, async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request.status !== 'approved') return;
    const permission = await signingPermission(context, tx, request, context.now());
    const { confirmed, approved } = permission;
    const certifier = request.product === 'certified' ? permission.certifier : null;
    const requesterName = approved.requesterName ?? confirmed.identity.holderName;
    await writeRow(context, tx, { request, confirmed, certifier, document, requesterName });
  });
}

async function writeRow(
  context: ServiceContext,
  tx: Executor,
  numbering: {
    request: RequestRow;
    confirmed: EventOf<'confirmed'>;
    certifier: AuthorisedCertifier | null;
    document: ReadDocument | null;
    requesterName: string | null;
  },
): Promise<void> {
  const { request, confirmed, certifier, requesterName } = numbering;
  const document = numbering.document ?? unnamedDocument;
  const { authority, product, id: requestId } = request;
  const { year, number, issuedAt } = await allocateNumber(tx, { authority, product, at: context.now() });
  const book = product === 'certified' ? bookLabel(context.authorityAt(issuedAt), 1, year) : `BSS/${year}`;
  const code = makeCopyCode(context.random(RANDOM_BYTES));
  const certifierTitle = certifier?.authorisation.titleLines.join('\n') ?? null;
  const common = { authority, product, year, number, book, requestId, code, issuedAt };
  await tx.insert(registerRows).values({
    ...common,
    requesterName: requesterName ?? '',
    documentTitle: document.title.vi,
    certifierName: certifier?.member.fullName ?? '',
    certifierTitle: certifierTitle?.replaceAll('\n', ' ') ?? '',
    copies: confirmed.copies,
    feeVnd: confirmed.fee.totalVnd,
    state: 'numbered',
  });
  await tx.insert(copies).values({
    ...common,
    pageCount: confirmed.pages.length,
    documentType: document.type,
    documentTitle: document.title,
    holderMasked: requesterName === null ? null : maskName(requesterName),
    certifierName: certifier?.member.fullName ?? null,
    certifierTitle,
    signerName: certifier?.member.signerName ?? null,
    checkCodeHash: hashCheckCode(checkCodeOf(context.secrets, requestId), code),
    state: 'pending',
  });
  await appendAction(tx, context, request, {
    by: { kind: 'system' },
    at: context.now(),
    event: { type: 'numbered', number, book, issuedAt: issuedAt.toISOString(), code },
  });
}
