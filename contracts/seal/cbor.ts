// The part of CBOR that seals and lists use, in the one deterministic encoding of RFC 8949 §4.2.1: integers, byte and
// text strings, arrays, maps, null, true, false. The decoder refuses whatever the encoder would not write, so that no two
// byte strings mean the same.
import { err, ok, type Result } from '../result.ts';

export type Bytes = Uint8Array<ArrayBuffer>;
export type CborKey = number | string;
export type CborMap = ReadonlyMap<CborKey, CborValue>;
export type CborValue = number | string | boolean | null | Uint8Array | readonly CborValue[] | CborMap;

export type CborProblem =
  | 'truncated'
  | 'trailing-bytes'
  | 'not-deterministic'
  | 'not-supported'
  | 'too-deep'
  | 'text-not-utf8';

const MOST_NESTED = 8;
const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const majors = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, simple: 7 } as const;

/** Encodes deterministically. Throws RangeError for a number that is no safe integer. */
export function encodeCbor(value: CborValue): Bytes {
  if (value === false) return Uint8Array.of(0xf4);
  if (value === true) return Uint8Array.of(0xf5);
  if (value === null) return Uint8Array.of(0xf6);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError('only safe integers are encoded');
    return value < 0 ? encodeHead(majors.negative, -1 - value) : encodeHead(majors.unsigned, value);
  }
  if (typeof value === 'string') {
    const text = utf8.encode(value);
    return concatBytes([encodeHead(majors.text, text.length), text]);
  }
  if (value instanceof Uint8Array) return concatBytes([encodeHead(majors.bytes, value.length), value]);
  if (value instanceof Map) {
    const entries = [...(value as CborMap)].map(
      ([key, item]) => [encodeCbor(key), encodeCbor(item)] as const,
    );
    entries.sort(([a], [b]) => compareBytes(a, b));
    return concatBytes([encodeHead(majors.map, entries.length), ...entries.flat()]);
  }
  const items = value as readonly CborValue[];
  return concatBytes([encodeHead(majors.array, items.length), ...items.map(encodeCbor)]);
}

/** Decodes one value that fills the bytes; anything not in the deterministic encoding is a problem. */
export function decodeCbor(bytes: Uint8Array): Result<CborValue, CborProblem> {
  const reader = new CborReader(bytes);
  try {
    const value = reader.read(0);
    return reader.isAtEnd ? ok(value) : err('trailing-bytes');
  } catch (error) {
    if (error instanceof CborStop) return err(error.problem);
    throw error;
  }
}

class CborStop extends Error {
  readonly problem: CborProblem;
  constructor(problem: CborProblem) {
    super(problem);
    this.problem = problem;
  }
}

class CborReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  read(depth: number): CborValue {
    if (depth > MOST_NESTED) throw new CborStop('too-deep');
    const initial = this.#take(1)[0]!;
    const major = initial >> 5;
    if (major === majors.simple) return readSimple(initial);
    const argument = this.#argument(initial & 0x1f);
    switch (major) {
      case majors.unsigned:
        return argument;
      case majors.negative:
        return -1 - argument;
      case majors.bytes:
        return this.#take(argument);
      case majors.text:
        return readText(this.#take(argument));
      case majors.array:
        return this.#array(argument, depth);
      case majors.map:
        return this.#map(argument, depth);
      default:
        throw new CborStop('not-supported');
    }
  }

  #array(length: number, depth: number): CborValue[] {
    const items: CborValue[] = [];
    for (let i = 0; i < length; i++) items.push(this.read(depth + 1));
    return items;
  }

  #map(size: number, depth: number): CborMap {
    const map = new Map<CborKey, CborValue>();
    let previous: Uint8Array | undefined;
    for (let i = 0; i < size; i++) {
      const start = this.#at;
      const key = this.read(depth + 1);
      const encoded = this.#bytes.subarray(start, this.#at);
      if (typeof key !== 'number' && typeof key !== 'string') throw new CborStop('not-supported');
      // Strictly ascending: also no key twice.
      if (previous !== undefined && compareBytes(previous, encoded) >= 0)
        throw new CborStop('not-deterministic');
      previous = encoded;
      map.set(key, this.read(depth + 1));
    }
    return map;
  }

  /** The number after the initial byte, in its shortest form only. */
  #argument(short: number): number {
    if (short < 24) return short;
    if (short > 27) throw new CborStop(short === 31 ? 'not-deterministic' : 'not-supported');
    const length = 2 ** (short - 24);
    const value = this.#take(length).reduce((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(value)) throw new CborStop('not-supported');
    const least = length === 1 ? 24 : 2 ** (4 * length);
    if (value < least) throw new CborStop('not-deterministic');
    return value;
  }

  #take(length: number): Bytes {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new CborStop('truncated');
    const taken = this.#bytes.slice(this.#at, end) as Bytes;
    this.#at = end;
    return taken;
  }
}

function readSimple(initial: number): boolean | null {
  switch (initial) {
    case 0xf4:
      return false;
    case 0xf5:
      return true;
    case 0xf6:
      return null;
    default:
      throw new CborStop('not-supported');
  }
}

function readText(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw new CborStop('text-not-utf8');
  }
}

function encodeHead(major: number, argument: number): Bytes {
  const first = major << 5;
  if (argument < 24) return Uint8Array.of(first | argument);
  const short = argument < 2 ** 8 ? 0 : argument < 2 ** 16 ? 1 : argument < 2 ** 32 ? 2 : 3;
  const head = new Uint8Array(1 + 2 ** short);
  head[0] = first | (24 + short);
  let rest = argument;
  for (let i = head.length - 1; i > 0; i--) {
    head[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return head;
}

export function concatBytes(parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Bytewise lexicographic order. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
