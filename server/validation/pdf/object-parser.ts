import { PdfSyntaxError } from './pdf-syntax-error.ts';
import type { PdfArray, PdfDictionary, PdfName, PdfString, PdfValue } from './pdf-value.ts';

const MAX_DEPTH = 64;
/** ISO 32000-2 Annex C has no hard limit; 1,000,000 tokens in one object is an attack. */
const MAX_TOKENS = 1_000_000;
/** Of a string in parentheses: no honest one is longer, and unclosed ones would fill the memory. */
const MAX_STRING_BYTES = 16 * 1024 * 1024;

/** What each byte is (ISO 32000-2 §7.2.3): looked up for every byte of every object. */
const REGULAR = 0;
const WHITESPACE = 1;
const DELIMITER = 2;
const byteKinds = new Uint8Array(256);
for (const byte of [0, 9, 10, 12, 13, 32]) byteKinds[byte] = WHITESPACE;
for (const character of '()<>[]{}/%') byteKinds[character.charCodeAt(0)] = DELIMITER;
const isRegular = (byte: number): boolean => byteKinds[byte] === REGULAR;
/** Decimal digits that a number holds exactly. */
const MAX_EXACT_DIGITS = 15;
const isDigit = (byte: number | undefined): byte is number =>
  byte !== undefined && byte >= 0x30 && byte <= 0x39;

const unreadable = (message: string): never => {
  throw new PdfSyntaxError('unreadable', message);
};

const HEXADECIMAL = /^[0-9a-fA-F]*$/;

/** Reads PDF objects one after the other; strict, no repair, bounded depth and length. */
export class ObjectParser {
  readonly bytes: Uint8Array;
  position: number;
  #tokens = 0;

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  #text(start: number, end: number): string {
    const { buffer, byteOffset } = this.bytes;
    return Buffer.from(buffer, byteOffset + start, end - start).toString('latin1');
  }

  skipWhitespace(): void {
    const { bytes } = this;
    while (this.position < bytes.length) {
      const byte = bytes[this.position]!;
      if (byte === 0x25) {
        while (this.position < bytes.length && bytes[this.position] !== 10 && bytes[this.position] !== 13)
          this.position++;
      } else if (byteKinds[byte] === WHITESPACE) this.position++;
      else return;
    }
  }

  /** Reads the given keyword if it comes next. */
  takeKeyword(word: string): boolean {
    this.skipWhitespace();
    for (let i = 0; i < word.length; i++)
      if (this.bytes[this.position + i] !== word.charCodeAt(i)) return false;
    const next = this.bytes[this.position + word.length];
    if (next !== undefined && isRegular(next)) return false;
    this.position += word.length;
    return true;
  }

  readInteger(): number {
    const value = this.readValue();
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return unreadable('integer expected');
    return value;
  }

  readValue(depth = 0): PdfValue {
    if (depth > MAX_DEPTH) throw new PdfSyntaxError('too-complex', 'objects nested too deeply');
    if (++this.#tokens > MAX_TOKENS) throw new PdfSyntaxError('too-complex', 'object too long');
    this.skipWhitespace();
    const { bytes } = this;
    const byte = bytes[this.position];
    if (byte === undefined) return unreadable('object cut off');
    if (byte === 0x2f) return this.#readName();
    if (byte === 0x28) return this.#readLiteralString();
    if (byte === 0x5b) return this.#readArray(depth);
    if (byte === 0x3c)
      return bytes[this.position + 1] === 0x3c ? this.#readDictionary(depth) : this.#readHexString();
    if (isDigit(byte) || byte === 0x2b || byte === 0x2d || byte === 0x2e)
      return this.#readNumberOrReference();
    if (this.takeKeyword('true')) return true;
    if (this.takeKeyword('false')) return false;
    if (this.takeKeyword('null')) return null;
    return unreadable(`unexpected byte ${byte}`);
  }

  #readNumberOrReference(): PdfValue {
    const number = this.#readNumber();
    if (!Number.isSafeInteger(number) || number < 0) return number;
    const afterNumber = this.position;
    this.skipWhitespace();
    if (isDigit(this.bytes[this.position])) {
      const generation = this.#readNumber();
      if (Number.isSafeInteger(generation) && this.takeKeyword('R'))
        return { kind: 'reference', number, generation };
    }
    this.position = afterNumber;
    return number;
  }

  #readNumber(): number {
    return this.#readPlainInteger() ?? this.#readAnyNumber();
  }

  /** Nearly all numbers are offsets, sizes and object numbers: digits and nothing else. */
  #readPlainInteger(): number | undefined {
    const { bytes, position: start } = this;
    let at = start;
    let value = 0;
    for (let byte = bytes[at]; isDigit(byte); byte = bytes[++at]) value = value * 10 + byte - 0x30;
    if (at === start || at - start > MAX_EXACT_DIGITS) return undefined;
    if (at < bytes.length && isRegular(bytes[at]!)) return undefined;
    this.position = at;
    return value;
  }

  #readAnyNumber(): number {
    const start = this.position;
    while (this.position < this.bytes.length && isRegular(this.bytes[this.position]!)) this.position++;
    const text = this.#text(start, this.position);
    if (text.length > 64 || !/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return unreadable('malformed number');
    return Number(text);
  }

  #readName(): PdfName {
    const { bytes } = this;
    const start = ++this.position;
    while (this.position < bytes.length && isRegular(bytes[this.position]!)) this.position++;
    const raw = this.#text(start, this.position);
    return {
      kind: 'name',
      name: raw.includes('#')
        ? raw.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
        : raw,
    };
  }

  #readHexString(): PdfString {
    const { bytes } = this;
    const start = this.position++;
    const end = bytes.indexOf(0x3e, this.position);
    if (end < 0) return unreadable('hexadecimal string not closed');
    let digits = this.#text(this.position, end);
    if (!HEXADECIMAL.test(digits)) {
      digits = digits.replace(/[\0\t\n\f\r ]/g, '');
      if (!HEXADECIMAL.test(digits)) return unreadable('malformed hexadecimal string');
    }
    this.position = end + 1;
    const padded = digits.length % 2 === 0 ? digits : `${digits}0`;
    return {
      kind: 'string',
      bytes: new Uint8Array(Buffer.from(padded, 'hex')),
      start,
      end: end + 1,
      isHex: true,
    };
  }

  #readLiteralString(): PdfString {
    const { bytes } = this;
    const start = this.position++;
    const out: number[] = [];
    let open = 1;
    while (open > 0) {
      let byte = bytes[this.position++];
      if (byte === undefined) return unreadable('string not closed');
      if (byte === 0x28) open++;
      else if (byte === 0x29 && --open === 0) break;
      else if (byte === 0x5c) {
        const escaped = this.#readEscape();
        if (escaped === undefined) continue;
        byte = escaped;
      } else if (byte === 13) {
        if (bytes[this.position] === 10) this.position++;
        byte = 10;
      }
      if (out.push(byte) > MAX_STRING_BYTES) throw new PdfSyntaxError('too-complex', 'a string too long');
    }
    return { kind: 'string', bytes: Uint8Array.from(out), start, end: this.position, isHex: false };
  }

  #readEscape(): number | undefined {
    const { bytes } = this;
    const byte = bytes[this.position++];
    const simple: Record<number, number> = { 110: 10, 114: 13, 116: 9, 98: 8, 102: 12 };
    if (byte === undefined) return unreadable('string not closed');
    if (byte === 10) return undefined;
    if (byte === 13) {
      if (bytes[this.position] === 10) this.position++;
      return undefined;
    }
    if (byte < 0x30 || byte > 0x37) return simple[byte] ?? byte;
    let value = byte - 0x30;
    for (let i = 0; i < 2; i++) {
      const digit = bytes[this.position];
      if (digit === undefined || digit < 0x30 || digit > 0x37) break;
      value = value * 8 + digit - 0x30;
      this.position++;
    }
    return value & 255;
  }

  #readArray(depth: number): PdfArray {
    this.position++;
    const items: PdfValue[] = [];
    for (;;) {
      this.skipWhitespace();
      if (this.bytes[this.position] === 0x5d) break;
      items.push(this.readValue(depth + 1));
    }
    this.position++;
    return { kind: 'array', items };
  }

  #readDictionary(depth: number): PdfDictionary {
    this.position += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      this.skipWhitespace();
      if (this.bytes[this.position] === 0x3e && this.bytes[this.position + 1] === 0x3e) break;
      if (this.bytes[this.position] !== 0x2f) return unreadable('dictionary key expected');
      const key = this.#readName().name;
      // A key given twice means different things to different readers.
      if (entries.has(key)) return unreadable('dictionary key given twice');
      entries.set(key, this.readValue(depth + 1));
    }
    this.position += 2;
    return { kind: 'dictionary', entries };
  }
}
