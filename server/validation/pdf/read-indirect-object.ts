import { ObjectParser } from './object-parser.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';
import type { PdfReference, PdfValue } from './pdf-value.ts';

export interface IndirectObject {
  readonly number: number;
  readonly generation: number;
  readonly value: PdfValue;
  readonly end: number;
}

const unreadable = (message: string): never => {
  throw new PdfSyntaxError('unreadable', message);
};

/** Reads `N G obj … endobj` at an offset; `resolveLength` answers a stream length given by reference. */
export function readIndirectObject(
  bytes: Uint8Array,
  offset: number,
  resolveLength: (reference: PdfReference) => PdfValue | undefined,
): IndirectObject {
  const parser = new ObjectParser(bytes, offset);
  const number = parser.readInteger();
  const generation = parser.readInteger();
  if (!parser.takeKeyword('obj')) return unreadable('object expected');
  const value = parser.readValue();
  if (typeof value !== 'object' || value?.kind !== 'dictionary' || !parser.takeKeyword('stream')) {
    if (!parser.takeKeyword('endobj')) return unreadable('endobj expected');
    return { number, generation, value, end: parser.position };
  }
  let start = parser.position;
  if (bytes[start] === 13) start++;
  if (bytes[start] === 10) start++;
  const given = value.entries.get('Length');
  const length = typeof given === 'object' && given?.kind === 'reference' ? resolveLength(given) : given;
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0 || start + length > bytes.length)
    return unreadable('malformed stream length');
  parser.position = start + length;
  if (!parser.takeKeyword('endstream')) return unreadable('endstream expected');
  if (!parser.takeKeyword('endobj')) return unreadable('endobj expected');
  const raw = bytes.subarray(start, start + length);
  return { number, generation, value: { kind: 'stream', dictionary: value, raw }, end: parser.position };
}
