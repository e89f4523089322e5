import { parseCheckCode } from '@saoy/contracts/copy-code';
import { drawing, element } from './element.ts';
import { formatTime } from './format-time.ts';
import { ServiceFailure, service } from './service.ts';
import type { Language, Texts } from './texts.ts';
import { type AnyVerdict, shapes, wordsOf } from './verdict.ts';

type Copy = NonNullable<AnyVerdict['copy']>;

function row(label: string, value: string | null): HTMLElement | null {
  return value === null || value === ''
    ? null
    : element('div', {}, element('dt', {}, label), element('dd', {}, value));
}

function facts(copy: Copy, texts: Texts, language: Language): HTMLElement {
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
function gist(copy: Copy, texts: Texts, language: Language): HTMLElement {
  const kind = copy.product === 'certified' ? texts.certified : texts.digital;
  return element(
    'p',
    { class: 'gist' },
    element('strong', {}, copy.documentTitle[language]),
    element('span', {}, kind),
    element('span', {}, copy.authority[language]),
  );
}

function annulment(copy: Copy, texts: Texts): HTMLElement | null {
  if (copy.annulment === null) return null;
  const { decisionNumber, decisionDate, signer, reason } = copy.annulment;
  return element(
    'dl',
    { class: 'sheet facts notice' },
    row(
      texts.decision,
      `${decisionNumber} ${texts.decisionOf} ${decisionDate.split('-').reverse().join('/')}`,
    ),
    row(texts.signedBy, signer),
    row(texts.reason, reason),
  );
}

function signatures(report: AnyVerdict['report'], texts: Texts): HTMLElement | null {
  if (!report) return null;
  const word = { 'TOTAL-PASSED': texts.passed, 'TOTAL-FAILED': texts.failed, INDETERMINATE: texts.undecided };
  return element(
    'section',
    {},
    element('h3', {}, texts.signatures),
    report.signatures.length === 0
      ? element('p', {}, texts.noSignature)
      : element(
          'ul',
          { class: 'signatures' },
          ...report.signatures.map((signature) =>
            element(
              'li',
              { class: signature.verdict.toLowerCase() },
              element('strong', {}, signature.signer ?? signature.field),
              ` ${word[signature.verdict]}`,
              element(
                'small',
                {},
                [
                  signature.kind === 'docTimeStamp' && texts.archiveTimeStamp,
                  signature.level,
                  signature.subIndication,
                ]
                  .filter(Boolean)
                  .join(' · '),
              ),
            ),
          ),
        ),
  );
}

/** The form for the check code of the paper, and the page pictures once it is right. */
function comparePaper(copy: Copy, texts: Texts): HTMLElement {
  const result = element('div', { class: 'pictures', 'aria-live': 'polite' });
  const input = element('input', {
    name: 'check-code',
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    required: true,
    maxlength: 14,
  });
  const explain = (text: string) =>
    result.replaceChildren(element('p', { class: 'problem', role: 'alert' }, text));

  async function open(event: Event): Promise<void> {
    event.preventDefault();
    const checkCode = parseCheckCode(input.value);
    if (checkCode === null) return explain(texts.checkCodeWrong);
    try {
      const { pages, timesOpened } = await service.openPages(copy.code, checkCode);
      result.replaceChildren(
        ...pages.map((page, i) =>
          element('img', {
            src: page.url,
            width: page.widthPx,
            height: page.heightPx,
            alt: `${texts.page} ${i + 1}`,
            loading: 'lazy',
          }),
        ),
        element('p', { class: 'quiet' }, `${texts.timesOpened}: ${timesOpened}`),
      );
    } catch (failure) {
      const code = failure instanceof ServiceFailure ? failure.code : 'offline';
      const known: Record<string, string> = {
        'verification.check-code-wrong': texts.checkCodeWrong,
        'verification.pages-hidden': texts.pagesHidden,
        'general.too-many-requests': texts.tooMany,
      };
      explain(known[code] ?? texts.offline);
    }
  }

  return element(
    'section',
    { class: 'sheet', id: 'compare' },
    element('h2', {}, texts.comparePaper),
    copy.arePagesShown
      ? element(
          'form',
          { submit: (event) => void open(event) },
          element('p', {}, texts.comparePaperLine),
          element('label', {}, texts.checkCode, input),
          element('button', { type: 'submit' }, texts.showPages),
        )
      : element('p', {}, texts.pagesHidden),
    result,
  );
}

export function showVerdict(verdict: AnyVerdict, texts: Texts, language: Language): HTMLElement {
  const { tone, title, line } = wordsOf(verdict, texts);
  const { copy } = verdict;
  const sha256 = verdict.sha256 ?? copy?.sha256;
  return element(
    'main',
    {},
    element(
      'section',
      { class: `verdict ${tone}`, role: 'status' },
      drawing(shapes[tone], title),
      element('h1', {}, title),
      element('p', {}, line),
      copy !== null && gist(copy, texts, language),
      tone === 'compare' && element('a', { class: 'next-step', href: '#compare' }, texts.compareStep),
      element(
        'p',
        { class: 'fetched' },
        `${texts.fetchedAt} ${formatTime(verdict.fetchedAt, language, texts)}`,
      ),
    ),
    copy !== null && annulment(copy, texts),
    copy !== null &&
      verdict.sha256 === undefined &&
      verdict.status === 'genuine' &&
      comparePaper(copy, texts),
    copy !== null && element('section', { class: 'sheet' }, facts(copy, texts, language)),
    (sha256 !== undefined || Boolean(verdict.report)) &&
      element(
        'details',
        { class: 'sheet', open: Boolean(verdict.report) },
        element('summary', {}, texts.proofs),
        signatures(verdict.report, texts),
        sha256 !== undefined && element('h3', {}, texts.fingerprint),
        sha256 !== undefined && element('code', {}, sha256),
      ),
    element('a', { class: 'button plain', href: '/' }, texts.checkAnother),
  );
}
