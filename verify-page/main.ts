import './style.css';
import { showDownload } from './download-view.ts';
import { drawing, element } from './element.ts';
import { keepForOffline } from './offline-use.ts';
import { readScannedText, type ScannedText } from './scan/read-scanned-text.ts';
import { showScanned } from './scan/scanned-view.ts';
import { checkSeal } from './seal/check-seal.ts';
import { showSeal } from './seal/seal-view.ts';
import { ServiceFailure, service } from './service.ts';
import { showOfflineUse, showStart } from './start-view.ts';
import { vi } from './texts/vi.ts';
import type { Language } from './texts.ts';
import { loadTrust, refreshTrust, type Trust } from './trust/trust.ts';
import { shapes } from './verdict.ts';
import { showVerdict } from './verdict-view.ts';

/** Nobody waits longer for the network than this before seeing what the device alone can say. */
const NETWORK_PATIENCE_MS = 4000;

/** Vietnamese like the copies themselves, until the reader asks for English. */
const language: Language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'vi';
const texts = language === 'en' ? (await import('./texts/en.ts')).en : vi;
const page = document.querySelector('#page')!;

document.documentElement.lang = language;
document.title = `Sao Y: ${texts.title}`;

const held = loadTrust();
let trust: Promise<Trust> = held.then((lists) => refreshTrust(lists, new Date()));
const kept = keepForOffline();

/** Counts what is shown, so that an answer that comes late does not replace a newer one. */
let shown = 0;

function header(): HTMLElement {
  const other = new URL(location.href);
  other.searchParams.set('lang', language === 'vi' ? 'en' : 'vi');
  const address = other.pathname + other.search;
  return element(
    'header',
    {},
    element(
      'a',
      { href: `/${location.search}`, class: 'brand' },
      element('img', { src: '/mark.svg', alt: '', width: 28, height: 28 }),
      'Sao Y',
    ),
    element(
      'a',
      {
        href: address,
        lang: language === 'vi' ? 'en' : 'vi',
        click: (event) => {
          // A seal is in the history entry, not in the address.
          event.preventDefault();
          history.replaceState(history.state, '', address);
          location.reload();
        },
      },
      texts.otherLanguage,
    ),
  );
}

function show(content: HTMLElement): void {
  shown += 1;
  page.replaceChildren(header(), content);
}

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
    'page.photo-without-qr': texts.photoWithoutQr,
    'page.not-a-picture': texts.notPicture,
    'page.scanner-missing': texts.scannerMissing,
  };
  const title = code.startsWith('delivery.') ? texts.linkTitle : texts.offlineTitle;
  // A link that is gone stays gone, a photo stays as it is: trying again would only raise hopes.
  const isFinal =
    code === 'delivery.link-expired' || code === 'delivery.link-unknown' || /photo|pict/.test(code);
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
      element('a', { class: 'button plain', href: `/${location.search}` }, texts.checkAnother),
    ),
  );
}

/** Shows what `work` answers, or its failure with the offer to try again; busy until then. */
async function attempt(busy: string, work: () => Promise<HTMLElement>): Promise<void> {
  showBusy(busy);
  const turn = shown;
  try {
    const view = await work();
    if (shown === turn) show(view);
  } catch (failure) {
    if (shown === turn) showFailure(failure, () => void attempt(busy, work));
  }
}

const verifyCopy = (code: string): Promise<void> =>
  attempt(texts.checking, async () => showVerdict(await service.verifyCopy(code), texts, language));

const openDownload = (secret: string): Promise<void> =>
  attempt(texts.checking, async () =>
    showDownload(secret, await service.getDownload(secret), texts, language),
  );

/** First what this device can say alone, if the network takes its time; then what the register says. */
async function verifySealText(text: string): Promise<void> {
  showBusy(texts.checkingSeal);
  const turn = shown;
  let last = turn;
  const present = async (lists: Trust, isOnline: boolean): Promise<void> => {
    const checked = await checkSeal(text, lists, isOnline);
    if (shown !== last) return;
    const retry = (): void => {
      trust = trust.then((known) => refreshTrust(known, new Date()));
      void verifySealText(text);
    };
    show(showSeal(checked, { trust: lists, texts, language, retry }));
    last = shown;
  };
  const timer = setTimeout(() => void held.then((lists) => present(lists, false)), NETWORK_PATIENCE_MS);
  const lists = await trust;
  await present(lists, navigator.onLine);
  clearTimeout(timer);
}

const scannerOf = async <T>(loading: Promise<T>): Promise<T> => {
  try {
    return await loading;
  } catch {
    throw new ServiceFailure('page.scanner-missing');
  }
};

const verifyFile = (file: File): Promise<void> =>
  file.type.startsWith('image/')
    ? attempt(texts.photoReading, () => readPhotoFile(file))
    : attempt(texts.checkingFile, async () => showVerdict(await service.verifyFile(file), texts, language));

async function readPhotoFile(file: File): Promise<HTMLElement> {
  const { readPhoto } = await scannerOf(import('./scan/read-qr.ts'));
  const found = await readPhoto(file).catch(() => null);
  if (found === null) throw new ServiceFailure('page.not-a-picture');
  if (found.length === 0) throw new ServiceFailure('page.photo-without-qr');
  queueMicrotask(() => void take(found));
  return element('main', { class: 'busy' });
}

async function scan(): Promise<void> {
  await attempt(texts.cameraStarting, async () => {
    const { showScanner } = await scannerOf(import('./scan/scan-view.ts'));
    return showScanner(texts, {
      onCancel: route,
      onTexts: (found) => {
        void take(found);
        return true;
      },
    });
  });
}

/** Where genuine seals lead: here, and wherever the signed list of keys says. */
const origins = async (): Promise<string[]> => {
  const { keys } = await held;
  return [location.origin, ...(keys?.list.origins ?? [])];
};

/** Takes what a camera or photo showed: a seal or code of ours before anything else. */
async function take(found: readonly string[]): Promise<void> {
  const own = await origins();
  const read = found.map((text) => ({ text, scanned: readScannedText(text, own) }));
  const first = read.find(({ scanned }) => scanned.kind === 'seal' || scanned.kind === 'code') ?? read[0];
  if (first !== undefined) go(first.scanned, first.text);
}

/** Goes where a scanned, typed or pasted text leads: always inside this page. */
function go(scanned: ScannedText, text: string): void {
  if (scanned.kind === 'seal') history.pushState({ seal: text }, '', `/s${location.search}`);
  else if (scanned.kind === 'code') history.pushState(null, '', `/v/${scanned.code}${location.search}`);
  else {
    show(
      showScanned(scanned, texts, {
        ownHost: location.host,
        onScan: () => void scan(),
        onCheck: (carried) =>
          go(carried, carried.kind === 'seal' ? `${location.origin}/s/${carried.seal}` : ''),
      }),
    );
    return;
  }
  route();
}

function showStartPage(): void {
  show(
    showStart(
      texts,
      {
        onScan: () => void scan(),
        onFile: (file) => void verifyFile(file),
        onText: (text) => {
          const scanned = readScannedText(text, [location.origin]);
          if (scanned.kind === 'unknown') return texts.codeMalformed;
          void take([text]);
          return null;
        },
      },
      showOfflineUse({ kept, trust }, texts, language),
    ),
  );
}

/** Shows what the address, or the history entry behind it, asks for. */
function route(): void {
  const [, kind = '', value = ''] = location.pathname.split('/');
  const seal: unknown = (history.state as { seal?: unknown } | null)?.seal;
  if (kind.toLowerCase() === 'v' && value !== '') void verifyCopy(decode(value));
  else if (kind.toLowerCase() === 'd' && value !== '') void openDownload(decode(value));
  else if (kind.toLowerCase() === 's' && value !== '') {
    // Out of the address at once: it must not be sent on, bookmarked, or seen over a shoulder.
    history.replaceState({ seal: location.origin + location.pathname }, '', `/s${location.search}`);
    route();
  } else if (kind.toLowerCase() === 's' && typeof seal === 'string') void verifySealText(seal);
  else showStartPage();
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

addEventListener('popstate', route);
route();
