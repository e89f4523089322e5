// Writes DER (X.690 §10). Every function answers one whole element.

const TAG_BITS = { constructed: 0x20, contextSpecific: 0x80 } as const;

function element(identifier: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  const header = [identifier];
  if (length < 0x80) header.push(length);
  else {
    const octets: number[] = [];
    for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest & 0xff);
    header.push(0x80 | octets.length, ...octets);
  }
  const bytes = new Uint8Array(header.length + length);
  bytes.set(header);
  let at = header.length;
  for (const part of contents) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export const sequence = (...items: readonly Uint8Array[]): Uint8Array => element(0x30, ...items);

/** SET OF: its items stand in ascending order of their encodings (X.690 §11.6). */
export const setOf = (...items: readonly Uint8Array[]): Uint8Array =>
  element(0x31, ...items.toSorted((a, b) => Buffer.compare(a, b)));

export const octetString = (bytes: Uint8Array): Uint8Array => element(0x04, bytes);
export const nullValue = (): Uint8Array => element(0x05);
export const trueValue = (): Uint8Array => element(0x01, Uint8Array.of(0xff));

/** A non-negative INTEGER, big-endian. */
export function integer(magnitude: Uint8Array | number): Uint8Array {
  const bytes = typeof magnitude === 'number' ? Uint8Array.of(magnitude) : magnitude;
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const digits = bytes.subarray(start);
  return digits[0]! & 0x80 ? element(0x02, Uint8Array.of(0), digits) : element(0x02, digits);
}

const identifiers = new Map<string, Uint8Array>();

/** OBJECT IDENTIFIER of a dotted constant of the program. */
export function objectIdentifier(dotted: string): Uint8Array {
  let encoded = identifiers.get(dotted);
  if (encoded === undefined) {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    encoded = element(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
    identifiers.set(dotted, encoded);
  }
  return encoded;
}

function base128(arc: number): number[] {
  const digits = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
    digits.unshift((rest % 128) | 0x80);
  return digits;
}

/** `[tagNumber] EXPLICIT`. */
export const explicit = (tagNumber: number, ...items: readonly Uint8Array[]): Uint8Array =>
  element(TAG_BITS.contextSpecific | TAG_BITS.constructed | tagNumber, ...items);

/** `[tagNumber] IMPLICIT` of a constructed element: the same contents under another tag. */
export function retagged(tagNumber: number, constructed: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(constructed);
  copy[0] = TAG_BITS.contextSpecific | TAG_BITS.constructed | tagNumber;
  return copy;
}

/** AlgorithmIdentifier; some algorithms want NULL parameters, others none. */
export const algorithm = (oid: string, parameters?: Uint8Array): Uint8Array =>
  sequence(objectIdentifier(oid), ...(parameters === undefined ? [] : [parameters]));
