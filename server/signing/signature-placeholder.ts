// The signature stands inside the bytes it covers (ISO 32000-2 §12.8.1): the dictionary is written with blanks of
// fixed width, the offsets become known when the file is laid out, and only then the blanks are filled in place.
import { createHash } from 'node:crypto';
import type { PdfDictionary } from '../validation/pdf/pdf-value.ts';
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

/** The places to fill, in a file whose signature dictionary lies at `placement`. */
export class PlacedSignature {
  readonly #bytes: Buffer;
  readonly #contentsStart: number;
  readonly #contentsEnd: number;

  constructor(bytes: Buffer, placement: Placement) {
    this.#bytes = bytes;
    this.#contentsEnd = placement.end - 3;
    this.#contentsStart = this.#contentsEnd - BLANK_CONTENTS.length;
    const rangeStart = bytes.lastIndexOf(BLANK_RANGE, this.#contentsStart, 'latin1');
    if (rangeStart < placement.start || bytes[this.#contentsStart] !== 0x3c)
      throw new Error('the signature dictionary has no placeholder');
    const range = `[0 ${this.#contentsStart} ${this.#contentsEnd} ${bytes.length - this.#contentsEnd}]`;
    bytes.write(range.padEnd(BLANK_RANGE.length), rangeStart, 'latin1');
  }

  hash(digestName: 'sha256' | 'sha384'): Uint8Array {
    return createHash(digestName)
      .update(this.#bytes.subarray(0, this.#contentsStart))
      .update(this.#bytes.subarray(this.#contentsEnd))
      .digest();
  }

  /** False when the signature does not fit. */
  fill(cms: Uint8Array): boolean {
    if (cms.length > RESERVED_BYTES) return false;
    this.#bytes.write(Buffer.from(cms).toString('hex'), this.#contentsStart + 1, 'latin1');
    return true;
  }
}
