import { Asn1Error, type Asn1Node, TAG } from './asn1-node.ts';

const malformed = (message: string): never => {
  throw new Asn1Error(message);
};

const MAX_STRING_DEPTH = 8;
const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

const knownOids = new Map<string, string>();

/** Dotted text of an OBJECT IDENTIFIER; empty for anything else. */
export function oidOf(node: Asn1Node | undefined): string {
  if (node === undefined || !node.is(TAG.oid)) return '';
  const key = latin1(node.content);
  const known = knownOids.get(key);
  if (known !== undefined) return known;
  const text = decodeOid(node.content);
  // The attacker chooses identifiers: what is remembered is bounded.
  if (knownOids.size < 512 && key.length < 32) knownOids.set(key, text);
  return text;
}

function decodeOid(content: Uint8Array): string {
  const arcs: number[] = [];
  let value = 0;
  for (const [i, byte] of content.entries()) {
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER / 128) return malformed('object identifier');
    if (byte & 0x80) {
      if (i === content.length - 1) return malformed('object identifier');
      continue;
    }
    if (arcs.length === 0) {
      const root = Math.min(2, Math.floor(value / 40));
      arcs.push(root, value - root * 40);
    } else arcs.push(value);
    value = 0;
  }
  return arcs.join('.');
}

/** Contents of an INTEGER or ENUMERATED as they stand, two's complement. */
export function integerBytesOf(node: Asn1Node | undefined): Uint8Array | undefined {
  return node !== undefined && (node.is(TAG.integer) || node.is(TAG.enumerated)) && node.content.length > 0
    ? node.content
    : undefined;
}

/** A small INTEGER or ENUMERATED that is not negative. */
export function numberOf(node: Asn1Node | undefined): number | undefined {
  const content = integerBytesOf(node);
  if (content === undefined || content.length > 6 || content[0]! & 0x80) return undefined;
  return content.reduce((value, byte) => value * 256 + byte, 0);
}

export const booleanOf = (node: Asn1Node | undefined): boolean | undefined =>
  node?.is(TAG.boolean) && node.content.length === 1 ? node.content[0] !== 0 : undefined;

/** Octets of an OCTET STRING, which BER may have cut into pieces; `undefined` for anything else. */
export function octetsOf(node: Asn1Node | undefined, depth = 0): Uint8Array | undefined {
  if (node === undefined || !node.is(TAG.octetString)) return undefined;
  if (!node.isConstructed) return node.content;
  if (depth > MAX_STRING_DEPTH) return malformed('nested too deeply');
  const parts: Uint8Array[] = [];
  for (const piece of node) parts.push(octetsOf(piece, depth + 1) ?? malformed('octet string'));
  return new Uint8Array(Buffer.concat(parts));
}

/** Bytes of a BIT STRING; `undefined` for anything else. */
export function bitsOf(node: Asn1Node | undefined): Uint8Array | undefined {
  if (node === undefined || !node.is(TAG.bitString) || node.isConstructed) return undefined;
  const { content } = node;
  return content.length > 0 && content[0]! < 8 ? content.subarray(1) : undefined;
}

/** A moment; throws for anything else. UTCTime counts years below 50 as of this century (RFC 5280 §4.1.2.5.1). */
export function timeOf(node: Asn1Node | undefined): Date {
  if (node === undefined) return malformed('time');
  const parts =
    /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?(?:Z|([+-])(\d{2})(\d{2}))$/.exec(
      latin1(node.content),
    );
  if (parts === null || node.content.length > 40) return malformed('time');
  const [
    ,
    yearText = '',
    month,
    day,
    hour,
    minute,
    second = '0',
    fraction = '0',
    sign,
    offHours,
    offMinutes,
  ] = parts;
  if (!(yearText.length === 2 ? node.is(TAG.utcTime) : node.is(TAG.generalizedTime)))
    return malformed('time');
  const short = Number(yearText);
  const year = yearText.length === 4 ? short : short < 50 ? 2000 + short : 1900 + short;
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000);
  const utc = Date.UTC(year, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const offset = sign === undefined ? 0 : (Number(offHours) * 60 + Number(offMinutes)) * 60_000;
  return new Date(utc + milliseconds - (sign === '-' ? -offset : offset));
}

const BMP_STRING = 30;

/** Text of a character string type; `undefined` for anything else. */
export function textOf(node: Asn1Node | undefined): string | undefined {
  if (node === undefined || node.tagClass !== 0 || node.isConstructed) return undefined;
  const bytes = Buffer.from(node.content);
  if (node.tagNumber === TAG.utf8String) return bytes.toString('utf8');
  if (node.tagNumber === BMP_STRING)
    return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : undefined;
  // Numeric, printable, teletex, IA5 and visible strings.
  return [18, 19, 20, 22, 26].includes(node.tagNumber) ? bytes.toString('latin1') : undefined;
}

/** An AlgorithmIdentifier taken apart. */
export function algorithmOf(node: Asn1Node | undefined): {
  readonly oid: string;
  readonly parameters: Asn1Node | undefined;
} {
  const [oid, parameters] = node?.children() ?? [];
  return { oid: oidOf(oid), parameters };
}

export interface Extension {
  readonly isCritical: boolean;
  readonly value: Uint8Array;
}

/** Extensions (RFC 5280 §4.1.2.9) by identifier; one given twice throws. */
export function extensionsOf(node: Asn1Node | undefined): Map<string, Extension> {
  const extensions = new Map<string, Extension>();
  for (const extension of node?.children() ?? []) {
    const [type, ...rest] = extension.children();
    const oid = oidOf(type);
    const value = octetsOf(rest.at(-1));
    if (oid === '' || value === undefined || extensions.has(oid)) return malformed('extension');
    extensions.set(oid, { isCritical: booleanOf(rest[0]) === true, value });
  }
  return extensions;
}
