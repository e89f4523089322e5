// Whoever appends bytes that no strict reader understands must not thereby turn a forged file into one that is merely
// unreadable: lenient readers repair such files and show what was appended. So the signed prefix is looked for, and its
// signatures are judged as those of a file that was changed.
import type { InflateBudget } from './decode-stream.ts';
import { MAX_INFLATED_BYTES, PdfDocument } from './pdf-document.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';

const MAX_PREFIXES = 16;
const MARKER = '%%EOF';

/** Shorter documents that a damaged file begins with, the longest first. */
export function* signedPrefixes(bytes: Uint8Array): Generator<PdfDocument> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const budget: InflateBudget = { remainingBytes: MAX_INFLATED_BYTES };
  let from = bytes.length;
  for (let count = 0; count < MAX_PREFIXES && from > 0; count++) {
    const marker = view.lastIndexOf(MARKER, from, 'latin1');
    if (marker < 0) return;
    from = marker - 1;
    let end = marker + MARKER.length;
    if (bytes[end] === 13) end++;
    if (bytes[end] === 10) end++;
    if (end === bytes.length) continue;
    try {
      yield new PdfDocument(bytes.subarray(0, end), budget);
    } catch (error) {
      if (!(error instanceof PdfSyntaxError) || error.problem !== 'unreadable') throw error;
    }
  }
}
