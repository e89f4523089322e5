import { deflateSync } from 'node:zlib';
import { PdfArray, PdfName, PdfNumber, type PdfObject, PdfStream } from '@libpdf/core';

/** An array of numbers, rounded to a thousandth of a point. */
export const numberArray = (values: readonly number[]): PdfArray =>
  new PdfArray(values.map((value) => PdfNumber.of(Math.round(value * 1000) / 1000)));

/** A stream compressed with FlateDecode. */
export const compressedStream = (data: Uint8Array, entries: Record<string, PdfObject> = {}): PdfStream =>
  PdfStream.fromDict({ ...entries, Filter: PdfName.of('FlateDecode') }, deflateSync(data));
