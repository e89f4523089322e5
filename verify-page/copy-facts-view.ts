import type { CopyVerdict } from '@saoy/contracts/public-api';
import { element } from './element.ts';
import { formatTime } from './format-time.ts';
import type { Language, Texts } from './texts.ts';

export type CopyFacts = NonNullable<CopyVerdict['copy']>;
type Annulment = Pick<
  NonNullable<CopyFacts['annulment']>,
  'decisionNumber' | 'decisionDate' | 'signer' | 'reason' | 'replacedBy'
>;

export function row(label: string, value: string | null): HTMLElement | null {
  return value === null || value === ''
    ? null
    : element('div', {}, element('dt', {}, label), element('dd', {}, value));
}

export function facts(copy: CopyFacts, texts: Texts, language: Language): HTMLElement {
  const isCertified = copy.product === 'certified';
  return element(
    'dl',
    { class: 'facts' },
    row(texts.product, isCertified ? texts.certified : texts.digital),
    row(texts.document, copy.documentTitle[language]),
    row(texts.holder, copy.holderName),
    row(isCertified ? texts.number : texts.issueNumber, `${copy.number} ${texts.book} ${copy.book}`),
    row(texts.authority, copy.authority[language]),
    row(texts.certifier, [copy.certifierName, copy.certifierTitle].filter(Boolean).join(', ')),
    row(texts.issuedAt, formatTime(copy.issuedAt, language, texts)),
    row(texts.pages, String(copy.pageCount)),
    row(texts.code, copy.code),
  );
}

/** What was issued and by whom, in two lines under the verdict. */
export function gist(copy: CopyFacts, texts: Texts, language: Language): HTMLElement {
  const kind = copy.product === 'certified' ? texts.certified : texts.digital;
  return element(
    'p',
    { class: 'gist' },
    element('strong', {}, copy.documentTitle[language]),
    element('span', {}, kind),
    element('span', {}, copy.authority[language]),
  );
}

/** The decision that annulled a copy, and the copy that replaces it. */
export function annulmentNotice(annulment: Annulment | null, texts: Texts): HTMLElement | null {
  if (annulment === null) return null;
  const { decisionNumber, decisionDate, signer, reason, replacedBy } = annulment;
  return element(
    'section',
    { class: 'sheet notice' },
    element(
      'dl',
      { class: 'facts' },
      row(
        texts.decision,
        `${decisionNumber} ${texts.decisionOf} ${decisionDate.split('-').reverse().join('/')}`,
      ),
      row(texts.signedBy, signer),
      row(texts.reason, reason),
      row(texts.replacedBy, replacedBy),
    ),
    replacedBy !== null &&
      element('a', { class: 'button', href: `/v/${replacedBy}${location.search}` }, texts.checkReplacement),
  );
}
