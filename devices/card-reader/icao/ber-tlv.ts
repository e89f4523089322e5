// The data objects of a chip: BER-TLV with definite lengths (ISO/IEC 7816-4 §5.2.2).

export interface DataObject {
  /** The tag's bytes as one number, e.g. 0x5f1f. */
  readonly tag: number;
  readonly value: Uint8Array;
  /** The whole object, tag and length included. */
  readonly bytes: Uint8Array;
}

const MOST_TAG_BYTES = 3;
const MOST_LENGTH_BYTES = 3;

/** How far the object at the beginning of `bytes` reaches; undefined while too little of it is there. */
export function measureDataObject(
  bytes: Uint8Array,
): { readonly tag: number; readonly headerBytes: number; readonly valueBytes: number } | undefined {
  let at = 0;
  let tag = bytes[at++];
  if (tag === undefined) return undefined;
  if ((tag & 0x1f) === 0x1f) {
    let next: number | undefined;
    do {
      next = bytes[at++];
      if (next === undefined || at > MOST_TAG_BYTES) return undefined;
      tag = tag * 0x100 + next;
    } while ((next & 0x80) !== 0);
  }
  const first = bytes[at++];
  if (first === undefined || first === 0x80) return undefined;
  if (first < 0x80) return { tag, headerBytes: at, valueBytes: first };
  const lengthBytes = first & 0x7f;
  if (lengthBytes > MOST_LENGTH_BYTES || bytes.length < at + lengthBytes) return undefined;
  let valueBytes = 0;
  for (let i = 0; i < lengthBytes; i++) valueBytes = valueBytes * 0x100 + bytes[at++]!;
  return { tag, headerBytes: at, valueBytes };
}

/** All objects that stand one after the other; undefined when they do not fill the bytes exactly. */
export function parseDataObjects(bytes: Uint8Array): DataObject[] | undefined {
  const objects: DataObject[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const measured = measureDataObject(rest);
    if (measured === undefined) return undefined;
    const { tag, headerBytes, valueBytes } = measured;
    const end = headerBytes + valueBytes;
    if (end > rest.length) return undefined;
    objects.push({ tag, value: rest.subarray(headerBytes, end), bytes: rest.subarray(0, end) });
    rest = rest.subarray(end);
  }
  return objects;
}

/** The value under a path of tags, e.g. `[0x7c, 0x80]`; undefined when it is not there. */
export function findValue(bytes: Uint8Array, path: readonly number[]): Uint8Array | undefined {
  let value: Uint8Array | undefined = bytes;
  for (const tag of path) {
    value = value && parseDataObjects(value)?.find((object) => object.tag === tag)?.value;
  }
  return value;
}

/** One object; several values are put one after the other. */
export function dataObject(tag: number, ...values: readonly Uint8Array[]): Uint8Array {
  const value = Buffer.concat(values);
  const tagBytes =
    tag > 0xffff ? [tag >> 16, (tag >> 8) & 0xff, tag & 0xff] : tag > 0xff ? [tag >> 8, tag & 0xff] : [tag];
  return Uint8Array.from([...tagBytes, ...lengthOf(value.length), ...value]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  if (length < 0x10000) return [0x82, length >> 8, length & 0xff];
  return [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
}
