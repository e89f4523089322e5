// Reads ASN.1 (X.690) where it lies: nothing is copied and nothing is decoded before it is asked for, so that a file's
// certificates, responses and tokens cost little, and what is hashed later is exactly what was received.

/** Indefinite lengths are looked through at once, so their nesting is bounded. */
const MAX_INDEFINITE_DEPTH = 32;

/** Universal tag numbers (X.680 §8.4). */
export const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  null: 5,
  oid: 6,
  enumerated: 10,
  utf8String: 12,
  sequence: 16,
  set: 17,
  utcTime: 23,
  generalizedTime: 24,
} as const;

export class Asn1Error extends Error {}

const malformed = (message: string): never => {
  throw new Asn1Error(message);
};

/** One element: its header and the place of its contents. */
export class Asn1Node {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  /** First byte after the element. */
  readonly end: number;
  /** 0 universal, 1 application, 2 context-specific, 3 private. */
  readonly tagClass: number;
  readonly tagNumber: number;
  readonly isConstructed: boolean;

  private constructor(
    bytes: Uint8Array,
    tagNumber: number,
    start: number,
    contentStart: number,
    contentEnd: number,
    end: number,
  ) {
    const identifier = bytes[start]!;
    this.bytes = bytes;
    this.start = start;
    this.contentStart = contentStart;
    this.contentEnd = contentEnd;
    this.end = end;
    this.tagClass = identifier >> 6;
    this.tagNumber = tagNumber;
    this.isConstructed = (identifier & 0x20) !== 0;
  }

  /** The element at an offset; what follows it is not looked at. Throws `Asn1Error`. */
  static read(bytes: Uint8Array, start = 0, limit = bytes.length, depth = 0): Asn1Node {
    let at = start;
    if (at + 2 > limit) return malformed('cut off');
    const identifier = bytes[at++]!;
    let tagNumber = identifier & 0x1f;
    if (tagNumber === 0x1f) {
      tagNumber = 0;
      let byte: number;
      do {
        if (at >= limit || tagNumber > 0xffffff) return malformed('tag number');
        byte = bytes[at++]!;
        tagNumber = tagNumber * 128 + (byte & 0x7f);
      } while (byte & 0x80);
    }
    if (at >= limit) return malformed('cut off');
    let length = bytes[at++]!;
    if (length === 0x80) {
      if (!(identifier & 0x20)) return malformed('primitive of indefinite length');
      const contentEnd = Asn1Node.#endOfContents(bytes, at, limit, depth);
      return new Asn1Node(bytes, tagNumber, start, at, contentEnd, contentEnd + 2);
    }
    if (length > 0x80) {
      const count = length & 0x7f;
      if (count > 6 || at + count > limit) return malformed('length');
      length = 0;
      for (let i = 0; i < count; i++) length = length * 256 + bytes[at++]!;
    }
    const end = at + length;
    if (end > limit) return malformed('cut off');
    return new Asn1Node(bytes, tagNumber, start, at, end, end);
  }

  /** The one element that fills `bytes`. */
  static readWhole(bytes: Uint8Array): Asn1Node {
    const node = Asn1Node.read(bytes);
    return node.end === bytes.length ? node : malformed('bytes after the end');
  }

  static #endOfContents(bytes: Uint8Array, from: number, limit: number, depth: number): number {
    if (depth > MAX_INDEFINITE_DEPTH) return malformed('nested too deeply');
    let at = from;
    while (at + 1 < limit) {
      if (bytes[at] === 0 && bytes[at + 1] === 0) return at;
      at = Asn1Node.read(bytes, at, limit, depth + 1).end;
    }
    return malformed('no end of contents');
  }

  /** Elements inside; empty for a primitive. */
  children(): Asn1Node[] {
    const list: Asn1Node[] = [];
    if (!this.isConstructed) return list;
    for (let at = this.contentStart; at < this.contentEnd; ) {
      const child = Asn1Node.read(this.bytes, at, this.contentEnd);
      list.push(child);
      at = child.end;
    }
    return list;
  }

  /** Elements inside, one after the other without a list of them. */
  *[Symbol.iterator](): Generator<Asn1Node> {
    if (!this.isConstructed) return;
    for (let at = this.contentStart; at < this.contentEnd; ) {
      const child = Asn1Node.read(this.bytes, at, this.contentEnd);
      yield child;
      at = child.end;
    }
  }

  /** First element inside. */
  first(): Asn1Node | undefined {
    return this.isConstructed && this.contentStart < this.contentEnd
      ? Asn1Node.read(this.bytes, this.contentStart, this.contentEnd)
      : undefined;
  }

  /** The whole element as received. */
  get encoded(): Uint8Array {
    return this.bytes.subarray(this.start, this.end);
  }

  get content(): Uint8Array {
    return this.bytes.subarray(this.contentStart, this.contentEnd);
  }

  /** Whether this is of a universal type. */
  is(tagNumber: number): boolean {
    return this.tagClass === 0 && this.tagNumber === tagNumber;
  }

  /** Whether this has a context-specific tag. */
  isTagged(tagNumber: number): boolean {
    return this.tagClass === 2 && this.tagNumber === tagNumber;
  }
}
