import { PdfDocument } from '../validation/pdf/pdf-document.ts';
import { RangeHasher } from '../validation/pdf/range-hasher.ts';
import type { PdfIncrement, Placement } from './pdf-increment.ts';

/** Two signatures, a time-stamp and their validation data take about 190 KB. */
const ROOM_BYTES = 256 * 1024;

/**
 * A PDF that grows by incremental updates. It is copied once, whatever number of revisions follow; objects that stand in
 * several revisions are parsed once, and what several signatures cover is hashed once.
 */
export class GrowingFile {
  #buffer: Buffer;
  #hasher: RangeHasher;
  #document: PdfDocument;

  constructor(pdf: Uint8Array) {
    this.#buffer = Buffer.alloc(pdf.length + ROOM_BYTES);
    this.#buffer.set(pdf);
    this.#hasher = new RangeHasher(this.#buffer);
    this.#document = new PdfDocument(this.#buffer.subarray(0, pdf.length));
  }

  /** The newest revision. */
  get document(): PdfDocument {
    return this.#document;
  }

  get bytes(): Uint8Array {
    return this.#document.bytes;
  }

  /** Appends an update of the newest revision and says where each of its objects lies. */
  append(increment: PdfIncrement): ReadonlyMap<number, Placement> {
    const { parts, placements } = increment.layOut();
    let end = this.bytes.length;
    const size = parts.reduce((sum, part) => sum + part.length, end);
    if (size > this.#buffer.length) this.#moveInto(Buffer.alloc(size + ROOM_BYTES));
    for (const part of parts) {
      this.#buffer.set(part, end);
      end += part.length;
    }
    this.#document = new PdfDocument(this.#buffer.subarray(0, end), undefined, this.#document);
    return placements;
  }

  /** Fills in bytes that were left blank, before anything reads them. */
  write(text: string, at: number): void {
    this.#buffer.write(text, at, 'latin1');
  }

  hashAround(digestName: string, gap: { readonly gapStart: number; readonly gapEnd: number }): Uint8Array {
    return this.#hasher.hashAround(digestName, gap, this.bytes.length);
  }

  #moveInto(larger: Buffer): void {
    larger.set(this.bytes);
    this.#buffer = larger;
    this.#hasher = new RangeHasher(larger);
  }
}
