import { documentTitles } from '@saoy/contracts/document-titles';
import { toHex } from '@saoy/contracts/seal/cose-sign1';
import type { SealFacts } from '@saoy/contracts/seal/seal-facts';
import { sealWords } from '@saoy/contracts/seal/seal-words';
import { comparePaper } from '../compare-view.ts';
import { annulmentNotice, facts, gist, row } from '../copy-facts-view.ts';
import { element } from '../element.ts';
import { formatTime } from '../format-time.ts';
import { showLog } from '../log/log-view.ts';
import type { Language, Texts } from '../texts.ts';
import type { Trust } from '../trust/trust.ts';
import { listLines, trustAlarm } from '../trust/trust-view.ts';
import { verdictSection } from '../verdict-view.ts';
import type { CheckedSeal } from './check-seal.ts';
import { wordsOfSeal } from './seal-words.ts';

interface View {
  readonly trust: Trust;
  readonly texts: Texts;
  readonly language: Language;
  /** Checks again, and asks the register. */
  readonly retry: () => void;
}

const documentOf = (type: string, language: Language): string =>
  (documentTitles as Record<string, (typeof documentTitles)['other'] | undefined>)[type]?.[language] ??
  documentTitles.other[language];

/** What the seal itself says: the lines to compare the paper with when nobody can be asked. */
function sealFacts(said: SealFacts, { trust, texts, language }: View): HTMLElement {
  const name = trust.keys?.list.authorityName[language] ?? said.authority;
  return element(
    'dl',
    { class: 'facts' },
    row(texts.document, documentOf(said.documentType, language)),
    row(texts.product, said.product === 'certified' ? texts.certified : texts.digital),
    row(texts.holder, said.holderMasked),
    row(texts.authority, name),
    row(texts.issuedAt, formatTime(said.issuedAt.toISOString(), language, texts)),
    row(texts.pages, String(said.pageCount)),
    row(texts.code, said.code),
  );
}

/** The verdict on a seal: first what it is and what to do, then what to compare, then the proofs. */
export function showSeal(checked: CheckedSeal, view: View): HTMLElement {
  const { state, check, listed, register, now, log } = checked;
  const { trust, texts, language } = view;
  const copy = register?.copy ?? null;
  const isFound = state === 'genuine' && copy !== null;
  const isSaid = check.facts !== null && check.outcome !== 'invalid';
  const words = wordsOfSeal({ state, reason: check.reason, register }, texts, language);
  return element(
    'main',
    {},
    trustAlarm(trust, texts),
    verdictSection(
      words,
      copy !== null && state !== 'altered' && gist(copy, texts, language),
      copy === null && isSaid && sealGist(check.facts!, view),
      isFound && element('a', { class: 'next-step', href: '#compare' }, texts.compareStep),
      state.startsWith('genuine-') && element('a', { class: 'next-step', href: '#seal' }, texts.compareBelow),
      element(
        'p',
        { class: 'fetched' },
        `${texts.checkedHere} ${formatTime(now.toISOString(), language, texts)}`,
      ),
      register === null &&
        check.outcome === 'valid' &&
        element('p', { class: 'fetched' }, texts.registerNotAsked),
    ),
    annulmentNotice(copy?.annulment ?? listed ?? null, texts),
    register === null &&
      check.code !== null &&
      state !== 'forged' &&
      element('button', { click: view.retry }, state === 'offline' ? texts.retry : texts.askRegister),
    copy !== null && (isFound || state === 'undecided') && comparePaper(copy, texts),
    // A genuine one says what the register says.
    isSaid &&
      state !== 'genuine' &&
      element(
        'section',
        { class: 'sheet', id: 'seal' },
        element('h2', {}, texts.sealSays),
        sealFacts(check.facts!, view),
      ),
    copy !== null &&
      element(
        'section',
        { class: 'sheet' },
        element('h2', {}, texts.registerSays),
        facts(copy, texts, language),
      ),
    element(
      'section',
      { class: 'sheet' },
      element('h2', {}, texts.listsTitle),
      element('ul', { class: 'lists' }, ...listLines(trust, now, texts, language)),
    ),
    copy !== null && log !== null && showLog(copy, texts, language, log),
    proofs(checked, texts, language),
    element('a', { class: 'button plain', href: `/${location.search}` }, texts.checkAnother),
  );
}

function sealGist(said: SealFacts, { trust, texts, language }: View): HTMLElement {
  return element(
    'p',
    { class: 'gist' },
    element('strong', {}, documentOf(said.documentType, language)),
    element('span', {}, said.product === 'certified' ? texts.certified : texts.digital),
    element('span', {}, trust.keys?.list.authorityName[language] ?? said.authority),
  );
}

function proofs({ check, register }: CheckedSeal, texts: Texts, language: Language): HTMLElement {
  const sha256 = register?.copy?.sha256;
  return element(
    'details',
    { class: 'sheet' },
    element('summary', {}, texts.proofs),
    element('h3', {}, texts.sealProof),
    element('p', {}, sealWords[check.reason][language]),
    check.key !== null && element('h3', {}, texts.keyLabel),
    check.key !== null && element('code', {}, check.key.keyId),
    check.facts !== null && element('h3', {}, texts.digestLabel),
    check.facts !== null && element('code', {}, toHex(check.facts.pagesDigest)),
    sha256 !== undefined && element('h3', {}, texts.fingerprint),
    sha256 !== undefined && element('code', {}, sha256),
  );
}
