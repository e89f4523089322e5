// The signature stands inside the bytes it covers (ISO 32000-2 §12.8.1): the dictionary is written with blanks of
// fixed width, the offsets become known when the file is laid out, and only then the blanks are filled in place.
import type { PdfDictionary } from '../validation/pdf/pdf-value.ts';
import type { GrowingFile } from './growing-file.ts';
import type { Placement } from './pdf-increment.ts';
import { serialize } from './pdf-values.ts';

/** Room for a CMS; a B-T signature with its chain and token takes 5 to 9 KB. */
export const RESERVED_BYTES = 16_384;
const BLANK_RANGE = '[0 0000000000 0000000000 0000000000]';
const BLANK_CONTENTS = `<${'0'.repeat(RESERVED_BYTES * 2)}>`;

/** Serialises a signature dictionary with room for /ByteRange and /Contents. */
export function serializeWithPlaceholder(signature: PdfDictionary): Buffer {
  const body = serialize(signature).toString('latin1');
  return Buffer.from(
    `${body.slice(0, -2)}/ByteRange ${BLANK_RANGE}\n/Contents ${BLANK_CONTENTS}\n>>`,
    'latin1',
  );
}

/** The places to fill, in a file whose newest revision holds the signature dictionary at `placement`. */
export class PlacedSignature {
  readonly #file: GrowingFile;
  readonly #contentsStart: number;
  readonly #contentsEnd: number;

  constructor(file: GrowingFile, placement: Placement) {
    this.#file = file;
    this.#contentsEnd = placement.end - 3;
    this.#contentsStart = this.#contentsEnd - BLANK_CONTENTS.length;
    const { bytes } = file;
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, this.#contentsStart);
    const rangeStart = view.lastIndexOf(BLANK_RANGE, undefined, 'latin1');
    if (rangeStart < placement.start || bytes[this.#contentsStart] !== 0x3c)
      throw new Error('the signature dictionary has no placeholder');
    const range = `[0 ${this.#contentsStart} ${this.#contentsEnd} ${bytes.length - this.#contentsEnd}]`;
    file.write(range.padEnd(BLANK_RANGE.length), rangeStart);
  }

  hash(digestName: 'sha256' | 'sha384'): Uint8Array {
    return this.#file.hashAround(digestName, { gapStart: this.#contentsStart, gapEnd: this.#contentsEnd });
  }

  /** False when the signature does not fit. */
  fill(cms: Uint8Array): boolean {
    if (cms.length > RESERVED_BYTES) return false;
    this.#file.write(Buffer.from(cms).toString('hex'), this.#contentsStart + 1);
    return true;
  }
}
