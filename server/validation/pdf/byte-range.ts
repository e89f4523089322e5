// The signature stands inside the bytes it covers: a reader must make sure that the gap in the byte range is
// exactly the /Contents string and nothing else (ISO 32000-2 §12.8.1), or anything could hide in it.
import { as, type PdfDictionary } from './pdf-value.ts';

export interface ByteRange {
  readonly gapStart: number;
  readonly gapEnd: number;
  /** First byte that the signature does not cover. */
  readonly end: number;
  /** The CMS with its padding. */
  readonly contents: Uint8Array;
}

/** `<`, hexadecimal digits, `>`: white space, which a reader would skip, could be changed without notice. */
const isPlainHex = (bytes: Uint8Array, start: number, end: number): boolean =>
  /^<[0-9A-Fa-f]*>$/.test(
    Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'),
  );

/** The byte range of a signature dictionary; undefined when it is not of the one permitted shape. */
export function readByteRange(signature: PdfDictionary, file: Uint8Array): ByteRange | undefined {
  const items = as('array', signature.entries.get('ByteRange'))?.items;
  const contents = as('string', signature.entries.get('Contents'));
  if (items?.length !== 4 || contents === undefined || !contents.isHex || contents.start < 0)
    return undefined;
  if (!items.every((item): item is number => Number.isSafeInteger(item) && (item as number) >= 0))
    return undefined;
  const [first = -1, gapStart = -1, gapEnd = -1, tail = -1] = items;
  const end = gapEnd + tail;
  if (first !== 0 || tail < 1 || end > file.length) return undefined;
  if (gapStart !== contents.start || gapEnd !== contents.end) return undefined;
  if (!isPlainHex(file, gapStart, gapEnd)) return undefined;
  return { gapStart, gapEnd, end, contents: contents.bytes };
}
