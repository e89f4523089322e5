import './style.css';
import { parseCopyCode } from '@saoy/contracts/copy-code';
import { showDownload } from './download-view.ts';
import { drawing, element } from './element.ts';
import { ServiceFailure, service } from './service.ts';
import { texts as allTexts, type Language } from './texts.ts';
import { shapes } from './verdict.ts';
import { showVerdict } from './verdict-view.ts';

/** Vietnamese like the copies themselves, until the reader asks for English. */
const language: Language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'vi';
const texts = allTexts[language];
const page = document.querySelector('#page')!;

document.documentElement.lang = language;
document.title = `Sao Y: ${texts.title}`;

function header(): HTMLElement {
  const other = new URL(location.href);
  other.searchParams.set('lang', language === 'vi' ? 'en' : 'vi');
  return element(
    'header',
    {},
    element(
      'a',
      { href: '/', class: 'brand' },
      element('img', { src: '/mark.svg', alt: '', width: 28, height: 28 }),
      'Sao Y',
    ),
    element(
      'a',
      { href: other.pathname + other.search, lang: language === 'vi' ? 'en' : 'vi' },
      texts.otherLanguage,
    ),
  );
}

const show = (content: HTMLElement): void => page.replaceChildren(header(), content);

const showBusy = (text: string): void =>
  show(element('main', { class: 'busy' }, element('p', { role: 'status' }, text)));

/** Trouble with the network or the file is explained as such: it is never a verdict. */
function showFailure(failure: unknown, retry: () => void): void {
  const code = failure instanceof ServiceFailure ? failure.code : 'offline';
  const known: Record<string, string> = {
    'general.too-many-requests': texts.tooMany,
    'validation.not-a-pdf': texts.notPdf,
    'validation.unreadable': texts.unreadable,
    'validation.encrypted': texts.unreadable,
    'validation.too-complex': texts.tooComplex,
    'validation.too-busy': texts.tooMany,
    'general.too-large': texts.tooComplex,
    'verification.code-malformed': texts.codeMalformed,
    'delivery.link-expired': texts.expired,
    'delivery.link-unknown': texts.linkUnknown,
    'delivery.not-ready': texts.notReady,
  };
  const title = code.startsWith('delivery.') ? texts.linkTitle : texts.offlineTitle;
  // A link that is gone stays gone: trying again would only raise hopes.
  const isFinal = code === 'delivery.link-expired' || code === 'delivery.link-unknown';
  show(
    element(
      'main',
      {},
      element(
        'section',
        { class: 'verdict wait', role: 'alert' },
        drawing(shapes.wait, title),
        element('h1', {}, title),
        element('p', {}, known[code] ?? texts.offline),
      ),
      !isFinal && element('button', { click: retry }, texts.retry),
      element('a', { class: 'button plain', href: '/' }, texts.checkAnother),
    ),
  );
}

async function verifyCopy(code: string): Promise<void> {
  showBusy(texts.checking);
  try {
    show(showVerdict(await service.verifyCopy(code), texts, language));
  } catch (failure) {
    showFailure(failure, () => void verifyCopy(code));
  }
}

async function verifyFile(file: File): Promise<void> {
  showBusy(texts.checkingFile);
  try {
    show(showVerdict(await service.verifyFile(file), texts, language));
  } catch (failure) {
    showFailure(failure, () => void verifyFile(file));
  }
}

async function openDownload(secret: string): Promise<void> {
  showBusy(texts.checking);
  try {
    show(showDownload(secret, await service.getDownload(secret), texts, language));
  } catch (failure) {
    showFailure(failure, () => void openDownload(secret));
  }
}

function showStart(): void {
  const problem = element('p', { class: 'problem', role: 'alert' });
  const input = element('input', {
    name: 'code',
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    required: true,
    placeholder: '____-____-____',
    'aria-describedby': 'hint',
    maxlength: 20,
  });
  const file = element('input', {
    type: 'file',
    accept: 'application/pdf,.pdf',
    class: 'visually-hidden',
    change: () => {
      const chosen = file.files?.[0];
      if (chosen) void verifyFile(chosen);
    },
  });
  show(
    element(
      'main',
      {},
      element('h1', {}, texts.title),
      element('p', { class: 'lead' }, texts.lead),
      element(
        'form',
        {
          class: 'sheet',
          submit: (event) => {
            event.preventDefault();
            const code = parseCopyCode(input.value);
            if (code === null) return problem.replaceChildren(texts.codeMalformed);
            location.assign(`/v/${code}${location.search}`);
          },
        },
        element('label', {}, texts.codeLabel, input),
        element('p', { class: 'quiet', id: 'hint' }, texts.codeHint),
        problem,
        element('button', { type: 'submit' }, texts.check),
      ),
      element('p', { class: 'or' }, texts.or),
      element(
        'div',
        { class: 'sheet' },
        element('label', { class: 'button plain file' }, texts.chooseFile, file),
        element('p', { class: 'quiet' }, texts.fileHint),
      ),
    ),
  );
}

const [, kind, value] = location.pathname.split('/');
if (kind?.toLowerCase() === 'v' && value) void verifyCopy(decodeURIComponent(value));
else if (kind === 'd' && value) void openDownload(decodeURIComponent(value));
else showStart();
