import { inflateSync } from 'node:zlib';
import { PdfSyntaxError } from './pdf-syntax-error.ts';
import { as, nameOf, type PdfStream } from './pdf-value.ts';

/** Bytes that may still be inflated from one file; guards against decompression bombs. */
export interface InflateBudget {
  remainingBytes: number;
}

/**
 * Decodes a cross-reference or object stream: no filter, or FlateDecode with PNG predictors.
 * Other filters do not occur there in practice and are refused.
 */
export function decodeStream(stream: PdfStream, budget: InflateBudget): Uint8Array {
  const { entries } = stream.dictionary;
  const filterValue = entries.get('Filter');
  const filters = (as('array', filterValue)?.items ?? (filterValue === undefined ? [] : [filterValue])).map(
    nameOf,
  );
  if (filters.length === 0) return stream.raw;
  if (filters.length > 1 || filters[0] !== 'FlateDecode')
    throw new PdfSyntaxError('unreadable', 'unsupported filter of a structural stream');
  let data: Uint8Array;
  try {
    data = inflateSync(stream.raw, { maxOutputLength: Math.max(1, budget.remainingBytes) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new PdfSyntaxError('too-complex', 'streams inflate beyond the limit');
    throw new PdfSyntaxError('unreadable', 'damaged compressed stream');
  }
  budget.remainingBytes -= data.length;
  const parameters = as(
    'dictionary',
    as('array', entries.get('DecodeParms'))?.items[0] ?? entries.get('DecodeParms'),
  );
  const predictor = parameters?.entries.get('Predictor') ?? 1;
  if (predictor === 1) return data;
  if (typeof predictor !== 'number' || predictor < 10)
    throw new PdfSyntaxError('unreadable', 'unsupported predictor');
  const number = (key: string, fallback: number): number => {
    const value = parameters?.entries.get(key) ?? fallback;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 65_536)
      throw new PdfSyntaxError('unreadable', 'malformed predictor');
    return value;
  };
  const bytesPerPixel = Math.ceil((number('Colors', 1) * number('BitsPerComponent', 8)) / 8);
  return undoPngPredictor(data, number('Columns', 1) * bytesPerPixel, bytesPerPixel);
}

function undoPngPredictor(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = Math.floor(data.length / (rowBytes + 1));
  const out = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row++) {
    const filter = data[row * (rowBytes + 1)]!;
    if (filter > 4) throw new PdfSyntaxError('unreadable', 'malformed predictor row');
    for (let i = 0; i < rowBytes; i++) {
      const at = row * rowBytes + i;
      const left = i >= pixelBytes ? out[at - pixelBytes]! : 0;
      const up = row > 0 ? out[at - rowBytes]! : 0;
      const upLeft = row > 0 && i >= pixelBytes ? out[at - rowBytes - pixelBytes]! : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter]!;
      out[at] = (data[row * (rowBytes + 1) + 1 + i]! + guess) & 255;
    }
  }
  return out;
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - upLeft)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : upLeft;
}
