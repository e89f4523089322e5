import { comparePaper } from './compare-view.ts';
import { annulmentNotice, facts, gist } from './copy-facts-view.ts';
import { drawing, element } from './element.ts';
import { formatTime } from './format-time.ts';
import { showLog } from './log/log-view.ts';
import type { Language, Texts } from './texts.ts';
import { type AnyVerdict, shapes, type VerdictWords, wordsOf } from './verdict.ts';

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

/** The first screen of every answer: what it is in words and as a shape, why, and what to do. */
export function verdictSection(
  { tone, title, line, next }: VerdictWords,
  ...more: (Node | string | null | false)[]
): HTMLElement {
  return element(
    'section',
    { class: `verdict ${tone}`, role: 'status' },
    drawing(shapes[tone], title),
    element('h1', {}, title),
    element('p', {}, line),
    next !== '' && element('p', { class: 'next' }, next),
    ...more,
  );
}

export function showVerdict(verdict: AnyVerdict, texts: Texts, language: Language): HTMLElement {
  const words = wordsOf(verdict, language);
  const { copy } = verdict;
  const sha256 = verdict.sha256 ?? copy?.sha256;
  const isCompared = copy !== null && verdict.sha256 === undefined && verdict.status === 'genuine';
  return element(
    'main',
    {},
    verdictSection(
      words,
      copy !== null && gist(copy, texts, language),
      isCompared && element('a', { class: 'next-step', href: '#compare' }, texts.compareStep),
      element(
        'p',
        { class: 'fetched' },
        `${texts.fetchedAt} ${formatTime(verdict.fetchedAt, language, texts)}`,
      ),
    ),
    copy !== null && annulmentNotice(copy.annulment, texts),
    isCompared && comparePaper(copy, texts),
    copy !== null && element('section', { class: 'sheet' }, facts(copy, texts, language)),
    copy !== null && showLog(copy, texts, language),
    (sha256 !== undefined || Boolean(verdict.report)) &&
      element(
        'details',
        { class: 'sheet', open: Boolean(verdict.report) },
        element('summary', {}, texts.proofs),
        signatures(verdict.report, texts),
        sha256 !== undefined && element('h3', {}, texts.fingerprint),
        sha256 !== undefined && element('code', {}, sha256),
      ),
    element('a', { class: 'button plain', href: `/${location.search}` }, texts.checkAnother),
  );
}
