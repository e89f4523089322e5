import type { CopyVerdict } from '@saoy/contracts/public-api';
import type { CopyRow } from '../storage/schema.ts';
import type { VerificationContext } from './verification-context.ts';

/** What everybody may know of a released copy: the minimum. */
export function copyFacts(context: VerificationContext, copy: CopyRow): NonNullable<CopyVerdict['copy']> {
  if (copy.sha256 === null) throw new RangeError('only a released copy has facts');
  const { name } = context.authorityAt(copy.issuedAt);
  return {
    code: copy.code,
    product: copy.product,
    documentTitle: copy.documentTitle,
    number: copy.number,
    book: copy.book,
    authority: name,
    certifierName: copy.certifierName,
    certifierTitle: copy.certifierTitle?.replaceAll('\n', ' ') ?? null,
    issuedAt: copy.issuedAt.toISOString(),
    pageCount: copy.pageCount,
    holderName: copy.holderMasked,
    sha256: copy.sha256,
    annulment: copy.annulment,
    arePagesShown: copy.arePagesShown,
  };
}

/** The verdict on a copy of ours by what the register says of it. */
export function verdictOf(
  context: VerificationContext,
  copy: CopyRow | undefined,
  whenIssued: CopyVerdict['reasonCode'],
): CopyVerdict {
  const fetchedAt = context.now().toISOString();
  if (copy === undefined) return { status: 'unknown', reasonCode: 'code-not-issued', copy: null, fetchedAt };
  switch (copy.state) {
    case 'pending':
      return { status: 'pending', reasonCode: 'issuing-under-way', copy: null, fetchedAt };
    case 'voided':
      return { status: 'unknown', reasonCode: 'issuing-failed', copy: null, fetchedAt };
    case 'annulled':
      return {
        status: 'annulled',
        reasonCode: 'annulled-by-decision',
        copy: copyFacts(context, copy),
        fetchedAt,
      };
    case 'issued':
      return { status: 'genuine', reasonCode: whenIssued, copy: copyFacts(context, copy), fetchedAt };
  }
}
