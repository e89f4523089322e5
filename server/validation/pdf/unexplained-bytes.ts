// Readers that repair a file take every object they find in it, listed or not. So whoever appends bytes to a signed file
// must say what they are.
import { ObjectParser } from './object-parser.ts';
import type { PdfDocument } from './pdf-document.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';

/** The first byte behind `from` that belongs to no section, listed object, comment or end mark; undefined when there is none. */
export function unexplainedByte(document: PdfDocument, from: number): number | undefined {
  let at = from;
  try {
    // A cross-reference stream is a section and an object.
    const spans = new Map([...document.spansBehind(from)].map(({ start, end }) => [start, end]));
    for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
      // Objects that overlap are two things to readers that go through the file.
      if (start < at) return start;
      const strange = strangeByte(document.bytes, at, start);
      if (strange !== undefined) return strange;
      at = end;
    }
    return strangeByte(document.bytes, at, document.end);
  } catch (error) {
    if (error instanceof PdfSyntaxError && error.problem === 'unreadable') return at;
    throw error;
  }
}

/** White space, comments and `startxref` with its number may stand between objects. */
function strangeByte(bytes: Uint8Array, from: number, to: number): number | undefined {
  const parser = new ObjectParser(bytes.subarray(0, to), from);
  for (;;) {
    parser.skipWhitespace();
    if (parser.position >= to) return undefined;
    const { position } = parser;
    if (!parser.takeKeyword('startxref')) return position;
    parser.readInteger();
  }
}
