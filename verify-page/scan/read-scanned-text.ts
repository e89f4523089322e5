// What a QR, a pasted line or a typed code says. Nothing that was scanned is ever opened by itself: an address of ours is
// answered inside the page, any other is only named.
import { parseCopyCode } from '@saoy/contracts/copy-code';

/** Why an address is not ours although it may look so. */
export type AddressDoubt =
  | 'not-secure'
  | 'other-port'
  | 'look-alike-letters'
  | 'our-name-inside'
  | 'name-before-at'
  | 'other-host';

export type ScannedText =
  | { readonly kind: 'seal'; readonly seal: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'download'; readonly path: string }
  | {
      readonly kind: 'foreign';
      readonly doubt: AddressDoubt;
      /** As the browser would go there: letters of other scripts are shown as `xn--`. */
      readonly host: string;
      /** The code or seal it carries: may be checked here, whatever the address. */
      readonly carries:
        | { readonly kind: 'seal'; readonly seal: string }
        | { readonly kind: 'code'; readonly code: string }
        | null;
    }
  | { readonly kind: 'website'; readonly host: string }
  | { readonly kind: 'identity-card' }
  | { readonly kind: 'unknown' };

/** Letters that people take for others; after Unicode TR 39, cut down to what a host name of ours may hold. */
const confusable: Record<string, string> = {
  '0': 'o',
  '1': 'l',
  i: 'l',
  '|': 'l',
  '5': 's',
  '8': 'b',
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'l',
  ѕ: 's',
  ԁ: 'd',
  ո: 'n',
  ɡ: 'g',
  ν: 'v',
  ο: 'o',
  α: 'a',
  ρ: 'p',
  ı: 'l',
  к: 'k',
  м: 'm',
  т: 't',
  в: 'b',
  н: 'h',
};

/** A name as a hurried eye reads it: without accents, with letters that look alike made one. */
export function skeletonOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
  return [...plain]
    .map((letter) => confusable[letter] ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[-_]/g, '');
}

/** Edits (one letter changed, left out, added or two swapped) between two names, up to 3. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return Math.min(3, rows[a.length]![b.length]!);
}

const bare = (host: string): string => host.toLowerCase().replace(/\.$/, '');

/** What is wrong with an address, measured by our own; null when it is ours. */
export function doubtOf(scanned: string, ownOrigin: string): AddressDoubt | null {
  const [url, own] = [new URL(scanned), new URL(ownOrigin)];
  const [host, ownHost] = [bare(url.hostname), bare(own.hostname)];
  if (url.username !== '' || url.password !== '') return 'name-before-at';
  if (host === ownHost) {
    if (url.protocol !== 'https:' && url.protocol !== own.protocol) return 'not-secure';
    return url.port === own.port ? null : 'other-port';
  }
  if (
    `.${host}.`.includes(`.${ownHost}.`) ||
    host.replaceAll('.', '-').includes(ownHost.replaceAll('.', '-'))
  )
    return 'our-name-inside';
  // The browser turns letters of other scripts into xn--, so what was written is compared as well.
  const written = /^[a-z]+:\/\/([^/?#]*)/i.exec(scanned)?.[1]?.replace(/:\d+$/, '') ?? host;
  const ours = skeletonOf(ownHost);
  if (host.split('.').some((label) => label.startsWith('xn--'))) return 'look-alike-letters';
  if (skeletonOf(written) === ours || distance(skeletonOf(written), ours) <= 2) return 'look-alike-letters';
  return 'other-host';
}

const sealPath = /^\/s\/([^/]+)\/?$/i;
const codePath = /^\/v\/([^/]+)\/?$/i;

/** Sorts out a scanned, pasted or typed text, measured by the addresses that are ours. */
export function readScannedText(text: string, ownOrigins: readonly string[]): ScannedText {
  const trimmed = text.trim();
  const typed = parseCopyCode(trimmed);
  if (typed !== null) return { kind: 'code', code: typed };
  // 12 digits, old number, name …: the QR of the citizen card.
  if (/^\d{9,12}\|/.test(trimmed)) return { kind: 'identity-card' };
  // A line pasted without its scheme is still an address.
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!/[./]/.test(trimmed) || /\s/.test(trimmed) || !URL.canParse(address)) return { kind: 'unknown' };
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { kind: 'unknown' };
  const carries = contentOf(url);
  const doubts = ownOrigins.map((origin) => doubtOf(address, origin));
  // What resembles one of our names is told before what merely is another name.
  const doubt = doubts.includes(null) ? null : (doubts.find((each) => each !== 'other-host') ?? 'other-host');
  if (doubt === null) {
    if (carries !== null) return carries;
    return /^\/d\/[^/]+\/?$/i.test(url.pathname)
      ? { kind: 'download', path: url.pathname }
      : { kind: 'website', host: url.host };
  }
  // Any shop may print a QR; one that carries our kind of path or resembles our name pretends to be us.
  if (carries === null && doubt === 'other-host') return { kind: 'website', host: url.host };
  return { kind: 'foreign', doubt, host: url.host, carries };
}

function contentOf(url: URL): { kind: 'seal'; seal: string } | { kind: 'code'; code: string } | null {
  try {
    const seal = sealPath.exec(url.pathname)?.[1];
    if (seal !== undefined) return { kind: 'seal', seal: decodeURIComponent(seal) };
    const code = parseCopyCode(decodeURIComponent(codePath.exec(url.pathname)?.[1] ?? ''));
    return code === null ? null : { kind: 'code', code };
  } catch {
    return null;
  }
}
