// `HTTPS://HOST/S/CODE.BASE32`: every character is in the alphanumeric mode of a QR code, and any phone opens it.
import { err, ok, type Result } from '../result.ts';
import { decodeBase32, encodeBase32 } from './base32.ts';
import type { Bytes } from './cbor.ts';
import { readCode, SEAL_LIMITS } from './seal-facts.ts';

/** Room for an origin that is not ours and for percent signs. */
const MOST_TEXT = 2048;

export interface SealUrl {
  /** Lower case: `https://saoy.example.vn`. */
  readonly origin: string;
  /** `7K3M-9QPX-2RTA`, as it stands in the address. */
  readonly code: string;
  readonly message: Bytes;
}

export type AddressProblem =
  /** No http or https address. */
  | 'not-an-address'
  /** An address without a seal, such as `/v/CODE`. */
  | 'no-seal-in-address'
  /** Looks like a seal but its code or Base32 is damaged. */
  | 'text-wrong';

/** The whole address, upper case. */
export const writeSealUrl = (origin: string, code: string, message: Uint8Array): string =>
  `${origin}/S/${code.replaceAll('-', '')}.${encodeBase32(message)}`.toUpperCase();

/**
 * The origin for seals, or null when it cannot be one: something beside scheme, host and port, characters outside the
 * alphanumeric mode, or too long for the QR code.
 */
export function sealOrigin(publicUrl: string): string | null {
  const url = parseAddress(publicUrl);
  if (url === null || url.href !== `${url.origin}/`) return null;
  const isShort = url.origin.length <= SEAL_LIMITS.originChars;
  return isShort && /^[0-9A-Z$%*+\-./:]+$/.test(url.origin.toUpperCase()) ? url.origin : null;
}

/** The origin of a scanned text; null when it is no http or https address. Spaces within are no address. */
export function originOf(text: string): string | null {
  return parseAddress(text)?.origin ?? null;
}

function parseAddress(text: string): URL | null {
  const trimmed = text.trim();
  // URL would drop tabs and line ends silently.
  if (trimmed.length > MOST_TEXT || !/^https?:\/\/[\x21-\x7e]+$/i.test(trimmed)) return null;
  try {
    return new URL(trimmed);
  } catch {
    return null;
  }
}

/**
 * Takes a scanned address apart. Upper and lower case mean the same, percent signs are resolved, query and fragment are
 * ignored, because phones and messengers change all of these; everything else must be exact.
 */
export function readSealUrl(text: string): Result<SealUrl, AddressProblem> {
  const url = parseAddress(text);
  if (url === null) return err('not-an-address');
  const path = decodePath(url.pathname);
  const [, content] = path === null ? [] : (/^\/s\/([^/]+)\/?$/i.exec(path) ?? []);
  if (content === undefined) return err('no-seal-in-address');
  // Before upper case: it would turn some letters of other alphabets into ours.
  if (!/^[0-9A-Za-z.]+$/.test(content)) return err('text-wrong');
  const [symbols, base32, ...rest] = content.toUpperCase().split('.');
  const code = readCode(symbols);
  if (code === null || base32 === undefined || rest.length > 0 || base32.length > SEAL_LIMITS.urlChars)
    return err('text-wrong');
  const message = decodeBase32(base32);
  return message === null || message.length === 0
    ? err('text-wrong')
    : ok({ origin: url.origin, code, message });
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
