// What a seal says of a copy, as a CBOR map with small integers for keys; docs/seal-format.md is the specification.
import { parseCopyCode } from '../copy-code.ts';
import { err, ok, type Result } from '../result.ts';
import { type Bytes, type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.ts';

export const SEAL_VERSION = 1;
export const SEAL_PURPOSE = 'seal';

/**
 * Upper bounds: with all of them at once the QR code still has 65 modules a side at level M (version 12, 419
 * alphanumeric characters).
 */
export const SEAL_LIMITS = {
  /** Scheme, host and port: `HTTPS://` and 40 more. */
  originChars: 48,
  urlChars: 419,
  authorityBytes: 24,
  documentTypeBytes: 12,
  holderBytes: 36,
  pages: 65_535,
  digestBytes: 20,
} as const;

/** The statement of a seal. */
export interface SealFacts {
  /** `7K3M-9QPX-2RTA`. */
  readonly code: string;
  readonly product: 'certified' | 'digital';
  /** Id of the type of the original, `birth`. */
  readonly documentType: string;
  /** Masked and shortened by `shortenHolder`; null when the copy names nobody. */
  readonly holderMasked: string | null;
  /** Whole seconds. */
  readonly issuedAt: Date;
  /** Id of the authority; its name stands in the key list. */
  readonly authority: string;
  readonly pageCount: number;
  /** `pagesDigest` of the page images. */
  readonly pagesDigest: Bytes;
}

const keys = {
  version: 1,
  purpose: 2,
  code: 3,
  product: 4,
  documentType: 5,
  holder: 6,
  issuedAt: 7,
  authority: 8,
  pageCount: 9,
  pagesDigest: 10,
} as const;
const products = ['certified', 'digital'] as const;

export type FactsProblem = 'version-unknown' | 'payload-wrong';

/** Encodes the payload. Throws RangeError when a value is beyond the limits. */
export function encodeSealFacts(facts: SealFacts): Bytes {
  const payload = encodeCbor(
    new Map<number, CborValue>([
      [keys.version, SEAL_VERSION],
      [keys.purpose, SEAL_PURPOSE],
      [keys.code, facts.code.replaceAll('-', '')],
      [keys.product, products.indexOf(facts.product) + 1],
      [keys.documentType, facts.documentType],
      [keys.holder, facts.holderMasked],
      [keys.issuedAt, Math.floor(facts.issuedAt.getTime() / 1000)],
      [keys.authority, facts.authority],
      [keys.pageCount, facts.pageCount],
      [keys.pagesDigest, facts.pagesDigest],
    ]),
  );
  if (!decodeSealFacts(payload).ok) throw new RangeError('a fact of the seal is beyond its limits');
  return payload;
}

/** Reads a payload; anything missing, unknown, of another type or beyond its limit makes it wrong. */
export function decodeSealFacts(payload: Uint8Array): Result<SealFacts, FactsProblem> {
  const decoded = decodeCbor(payload);
  if (!decoded.ok || !(decoded.value instanceof Map)) return err('payload-wrong');
  const map = decoded.value as CborMap;
  const version = map.get(keys.version);
  if (typeof version !== 'number' || map.get(keys.purpose) !== SEAL_PURPOSE) return err('payload-wrong');
  if (version !== SEAL_VERSION) return err('version-unknown');
  if (map.size !== Object.keys(keys).length) return err('payload-wrong');
  const code = readCode(map.get(keys.code));
  const product = products[Number(map.get(keys.product)) - 1];
  const documentType = readId(map.get(keys.documentType), SEAL_LIMITS.documentTypeBytes);
  const authority = readId(map.get(keys.authority), SEAL_LIMITS.authorityBytes);
  const holder = readHolder(map.get(keys.holder));
  const seconds = map.get(keys.issuedAt);
  const pageCount = map.get(keys.pageCount);
  const digest = map.get(keys.pagesDigest);
  const isWhole =
    code !== null &&
    product !== undefined &&
    documentType !== null &&
    authority !== null &&
    holder !== undefined &&
    isWithin(seconds, 0, 0xff_ff_ff_ff) &&
    isWithin(pageCount, 1, SEAL_LIMITS.pages) &&
    digest instanceof Uint8Array &&
    digest.length === SEAL_LIMITS.digestBytes;
  if (!isWhole) return err('payload-wrong');
  return ok({
    code,
    product,
    documentType,
    holderMasked: holder,
    issuedAt: new Date(seconds * 1000),
    authority,
    pageCount,
    pagesDigest: digest as Bytes,
  });
}

/** The code as it stands in addresses and payloads: twelve symbols, no dashes, nothing to correct. */
export function readCode(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const code = parseCopyCode(value);
  return code?.replaceAll('-', '') === value ? code : null;
}

const isWithin = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most;

export const isSealId = (text: string, most: number): boolean =>
  text.length <= most && /^[a-z0-9][a-z0-9-]*$/.test(text);

const readId = (value: unknown, most: number): string | null =>
  typeof value === 'string' && isSealId(value, most) ? value : null;

const utf8Length = (text: string): number => new TextEncoder().encode(text).length;

/** Undefined for what no seal may carry: control characters could dress up the facts on a screen. */
function readHolder(value: unknown): string | null | undefined {
  if (value === null) return null;
  if (typeof value !== 'string' || value === '' || value !== value.normalize('NFC')) return undefined;
  return utf8Length(value) <= SEAL_LIMITS.holderBytes && !/[\p{C}\p{Zl}\p{Zp}]/u.test(value)
    ? value
    : undefined;
}

/**
 * A masked name as the seal carries it: in NFC, asterisks for the three-byte bullets. When it is too long the words
 * between the first and the last become one `*`; if that is not enough the first is cut to what fits, then the last.
 */
export function shortenHolder(holderMasked: string): string | null {
  const clean = holderMasked
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
    .normalize('NFC')
    .replaceAll('•', '*');
  const words = clean.trim().split(/\s+/u);
  const whole = words.join(' ');
  if (whole === '') return null;
  if (utf8Length(whole) <= SEAL_LIMITS.holderBytes) return whole;
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : ''];
  const between = words.length > 2 ? ' * ' : words.length === 2 ? ' ' : '';
  const tail = cut(last, SEAL_LIMITS.holderBytes / 2);
  const head = cut(first, SEAL_LIMITS.holderBytes - utf8Length(between + tail));
  return `${head}${between}${tail}`;
}

/** The longest beginning in whole characters that fits, with an asterisk in place of the rest. */
function cut(word: string, mostBytes: number): string {
  if (utf8Length(word) <= mostBytes) return word;
  let kept = '';
  for (const character of word) {
    if (utf8Length(`${kept}${character}*`) > mostBytes) break;
    kept += character;
  }
  return `${kept}*`;
}
