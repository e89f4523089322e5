import { type CopyReason, copyAnswers } from '@saoy/contracts/copy-verdicts';
import type { CopyVerdict } from '@saoy/contracts/public-api';
import type { PublicCopy } from '../register/public-copy.ts';
import type { LookUpContext } from './verification-context.ts';

/** What everybody may know of a released copy: the minimum. */
export function copyFacts(
  context: Pick<LookUpContext, 'authorityAt'>,
  copy: PublicCopy,
): NonNullable<CopyVerdict['copy']> {
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
    annulment:
      copy.annulment === null ? null : { ...copy.annulment, replacedBy: copy.annulment.replacedBy ?? null },
    arePagesShown: copy.arePagesShown,
  };
}

/** A verdict with what follows from its reason; `copy` only where a copy was released. */
export function answer(
  context: Pick<LookUpContext, 'authorityAt' | 'now'>,
  reasonCode: CopyReason,
  copy: PublicCopy | null = null,
): CopyVerdict {
  const { status, nextStep } = copyAnswers[reasonCode];
  return {
    status,
    reasonCode,
    nextStep,
    copy: copy === null ? null : copyFacts(context, copy),
    fetchedAt: context.now().toISOString(),
  };
}

/** The verdict on a copy of ours by what the register says of it. */
export function verdictOf(
  context: Pick<LookUpContext, 'authorityAt' | 'now'>,
  copy: PublicCopy | undefined,
  whenIssued: CopyReason,
): CopyVerdict {
  if (copy === undefined) return answer(context, 'code-not-issued');
  switch (copy.state) {
    case 'issued':
      return answer(context, whenIssued, copy);
    case 'annulled':
      return answer(context, copy.annulment?.replacedBy ? 'replaced-by-copy' : 'annulled-by-decision', copy);
    case 'voided':
      return answer(context, 'issuing-failed');
    default:
      return answer(context, 'issuing-under-way');
  }
}
