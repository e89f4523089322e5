// EF.CardAccess: which key agreements a chip offers (ICAO 9303-11 §9.2).
import { parseDataObjects } from './ber-tlv.ts';
import type { CipherName } from './session-cipher.ts';

/** One variant of PACE that a chip offers and this reader can do. */
export interface PaceOffer {
  /** DER content of the object identifier. */
  readonly oid: Uint8Array;
  readonly cipher: CipherName;
  /** Standardised domain parameters (table 7 of §9.5.1). */
  readonly parameterId: number;
}

/** 0.4.0.127.0.7.2.2.4: PACE. */
const PACE = Uint8Array.of(0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02, 0x04);
/** Generic mapping over elliptic curves, also where chip authentication is mapped in (§4.4.3.3). */
const ECDH_MAPPINGS = [2, 6];
const CIPHERS: Readonly<Record<number, CipherName>> = { 1: '3DES', 2: 'AES-128', 3: 'AES-192', 4: 'AES-256' };

const SEQUENCE = 0x30;
const SET = 0x31;
const OBJECT_IDENTIFIER = 0x06;
const INTEGER = 0x02;

/** The offers in the order of preference: strongest cipher first. Unknown entries are skipped, garbage is none. */
export function parsePaceOffers(cardAccess: Uint8Array): PaceOffer[] {
  // A file may be longer than its content.
  const set = parseDataObjects(trim(cardAccess))?.[0];
  if (set?.tag !== SET) return [];
  const offers: PaceOffer[] = [];
  for (const info of parseDataObjects(set.value) ?? []) {
    if (info.tag !== SEQUENCE) continue;
    const [oid, version, parameter] = parseDataObjects(info.value) ?? [];
    const isPace =
      oid?.tag === OBJECT_IDENTIFIER && startsWith(oid.value, PACE) && oid.value.length === PACE.length + 2;
    if (!isPace || version?.value[0] !== 2 || parameter?.tag !== INTEGER) continue;
    const [mapping = 0, strength = 0] = oid.value.subarray(PACE.length);
    const cipher = CIPHERS[strength];
    if (!ECDH_MAPPINGS.includes(mapping) || cipher === undefined) continue;
    offers.push({ oid: oid.value, cipher, parameterId: parameter.value.at(-1) ?? -1 });
  }
  return offers.sort((a, b) => strengthOf(b.cipher) - strengthOf(a.cipher));
}

const strengthOf = (cipher: CipherName): number => ['3DES', 'AES-128', 'AES-192', 'AES-256'].indexOf(cipher);

const startsWith = (bytes: Uint8Array, prefix: Uint8Array): boolean =>
  prefix.every((byte, i) => bytes[i] === byte);

function trim(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && !parseDataObjects(bytes.subarray(0, end)) && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}
