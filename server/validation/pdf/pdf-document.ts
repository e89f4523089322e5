import {
  type ByteSpan,
  type CrossReferenceEntry,
  type CrossReferenceSection,
  findStartOfCrossReference,
  readCrossReferences,
} from './cross-reference.ts';
import { decodeStream, type InflateBudget } from './decode-stream.ts';
import { ObjectParser } from './object-parser.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';
import { as, type PdfDictionary, type PdfReference, type PdfValue } from './pdf-value.ts';
import { type IndirectObject, readIndirectObject } from './read-indirect-object.ts';

interface CompressedObject {
  readonly number: number;
  readonly value: PdfValue;
}

export const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

/**
 * One revision of a PDF as a reader sees it: objects by number, read when asked for.
 * Give it a prefix of a file to see what was there when the prefix was signed. No repair: damage throws.
 */
export class PdfDocument {
  readonly bytes: Uint8Array;
  /** Trailer of the newest section. */
  readonly trailer: PdfDictionary;
  readonly usesCrossReferenceStreams: boolean;
  /** Whether a section lists objects that readers without cross-reference streams do not see. */
  readonly isHybrid: boolean;
  /** Offset that the last `startxref` names. */
  readonly startOfCrossReference: number;
  /** First byte after the last `%%EOF` with its line end. */
  readonly end: number;
  readonly #sections: readonly CrossReferenceSection[];
  readonly #entries: ReadonlyMap<number, CrossReferenceEntry>;
  readonly #values = new Map<number, PdfValue>();
  readonly #objectStreams = new Map<number, readonly CompressedObject[]>();
  readonly #reading = new Set<number>();
  readonly #budget: InflateBudget;
  /** By offset; the same in every revision of a file. */
  readonly #parsed: Map<number, IndirectObject>;

  constructor(
    bytes: Uint8Array,
    budget: InflateBudget = { remainingBytes: MAX_INFLATED_BYTES },
    laterRevision?: PdfDocument,
  ) {
    const isPrefix =
      laterRevision?.bytes.buffer === bytes.buffer && laterRevision.bytes.byteOffset === bytes.byteOffset;
    this.#parsed = isPrefix ? laterRevision.#parsed : new Map();
    const header = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(1024, bytes.length));
    const headerAt = header.indexOf('%PDF-');
    if (headerAt < 0) throw new PdfSyntaxError('not-a-pdf', 'no PDF header');
    // Some readers count offsets from the header, others from the start: such a file shows two faces.
    if (headerAt > 0) throw new PdfSyntaxError('unreadable', 'bytes before the PDF header');
    this.bytes = bytes;
    this.#budget = budget;
    const sections = readCrossReferences(bytes, budget);
    const entries = new Map<number, CrossReferenceEntry>();
    for (const section of sections)
      for (const [number, entry] of section.entries) if (!entries.has(number)) entries.set(number, entry);
    this.#sections = sections;
    this.#entries = entries;
    this.trailer = sections[0]!.trailer;
    this.usesCrossReferenceStreams = sections[0]!.isStream;
    this.isHybrid = sections.some(({ isHybrid }) => isHybrid);
    const { offset, keywordAt } = findStartOfCrossReference(bytes);
    this.startOfCrossReference = offset;
    this.end = endOfFileMarker(bytes, keywordAt);
    if (sections.some(({ trailer }) => trailer.entries.has('Encrypt')))
      throw new PdfSyntaxError('encrypted', 'the file has an encryption dictionary');
    if (this.catalog === undefined) throw new PdfSyntaxError('unreadable', 'no catalog');
  }

  get catalogReference(): PdfReference | undefined {
    return as('reference', this.trailer.entries.get('Root'));
  }

  get catalog(): PdfDictionary | undefined {
    return as('dictionary', this.resolve(this.trailer.entries.get('Root')));
  }

  /** What the first `end` bytes show; both share the objects that stand in them, as the very same values. */
  prefix(end: number): PdfDocument {
    return new PdfDocument(this.bytes.subarray(0, end), undefined, this);
  }

  /** One more than the highest object number in use. */
  get nextObjectNumber(): number {
    let highest = 0;
    for (const number of this.#entries.keys()) if (number > highest) highest = number;
    return highest + 1;
  }

  /** Follows references to a direct value; a missing object is null (ISO 32000-2 §7.3.10). */
  resolve(value: PdfValue | undefined): PdfValue {
    let current = value ?? null;
    for (let hops = 0; typeof current === 'object' && current?.kind === 'reference'; hops++) {
      if (hops > 16) throw new PdfSyntaxError('unreadable', 'references form a circle');
      current = this.readObject(current.number);
    }
    return current;
  }

  /** Entry of a dictionary, resolved. */
  entry(dictionary: PdfDictionary | undefined, key: string): PdfValue {
    return this.resolve(dictionary?.entries.get(key));
  }

  readObject(number: number): PdfValue {
    const known = this.#values.get(number);
    if (known !== undefined) return known;
    if (this.#reading.has(number)) throw new PdfSyntaxError('unreadable', 'an object contains itself');
    this.#reading.add(number);
    try {
      const value = this.#read(number);
      this.#values.set(number, value);
      return value;
    } finally {
      this.#reading.delete(number);
    }
  }

  /** Offset of an uncompressed object, for signature dictionaries whose place in the file matters. */
  offsetOf(number: number): number | undefined {
    const entry = this.#entries.get(number);
    return entry?.type === 'offset' ? entry.offset : undefined;
  }

  /** Numbers that the cross-reference sections list as in use. */
  *objectNumbers(): Generator<number> {
    for (const [number, { type }] of this.#entries) if (type !== 'free') yield number;
  }

  /** Numbers that the cross-reference sections list as free. */
  *freeNumbers(): Generator<number> {
    for (const [number, { type }] of this.#entries) if (type === 'free') yield number;
  }

  isFree(number: number): boolean {
    return this.#entries.get(number)?.type === 'free';
  }

  isInUse(number: number): boolean {
    return (this.#entries.get(number)?.type ?? 'free') !== 'free';
  }

  /** Whether another revision finds an object at the very same place. */
  hasSamePlace(other: PdfDocument, number: number): boolean {
    const [a, b] = [this.#entries.get(number), other.#entries.get(number)];
    if (a?.type === 'offset' && b?.type === 'offset')
      return a.offset === b.offset && a.generation === b.generation;
    if (a?.type === 'compressed' && b?.type === 'compressed')
      return (
        a.streamNumber === b.streamNumber && a.index === b.index && this.hasSamePlace(other, a.streamNumber)
      );
    return (a?.type ?? 'free') === 'free' && (b?.type ?? 'free') === 'free';
  }

  /** Where cross-reference sections and the objects they list stand, behind a place in the file, in no order. */
  *spansBehind(from: number): Generator<ByteSpan> {
    const offsets = new Set<number>();
    for (const { entries, ranges } of this.#sections) {
      for (const range of ranges) if (range.start >= from) yield range;
      for (const entry of entries.values())
        if (entry.type === 'offset' && entry.offset >= from) offsets.add(entry.offset);
    }
    for (const start of offsets) yield { start, end: this.#parseAt(start).end };
  }

  /**
   * Numbers whose object is not the one that stands last behind a place in the file: readers that repair a file take the
   * last, whatever the cross-references say.
   */
  *overtakenObjects(from: number): Generator<number> {
    const last = new Map<number, number>();
    for (const { entries } of this.#sections)
      for (const [number, entry] of entries)
        if (entry.type === 'offset' && entry.offset >= Math.max(from, last.get(number) ?? 0))
          last.set(number, entry.offset);
    for (const [number, offset] of last) {
      const entry = this.#entries.get(number);
      const shown = this.offsetOf(entry?.type === 'compressed' ? entry.streamNumber : number) ?? 0;
      if (shown < offset) yield number;
    }
  }

  /** Ends of the revisions behind a place in the file, this one left out, in order. */
  revisionEndsBehind(from: number): number[] {
    const ends = this.#sections
      .flatMap(({ ranges }) => ranges.slice(0, 1))
      .filter(({ start }) => start >= from)
      .map(({ end }) => endOfFileMarker(this.bytes, end))
      .filter((end) => end < this.end);
    return [...new Set(ends)].sort((a, b) => a - b);
  }

  /** Whether objects are kept inside this one. */
  holdsObjects(number: number): boolean {
    return this.#objectStreams.has(number);
  }

  generationOf(number: number): number {
    const entry = this.#entries.get(number);
    return entry?.type === 'offset' ? entry.generation : 0;
  }

  #read(number: number): PdfValue {
    const entry = this.#entries.get(number);
    if (entry === undefined || entry.type === 'free') return null;
    if (entry.type === 'compressed') {
      // Some readers look for the index and some for the number: both must lead to the same object.
      const compressed = this.#readObjectStream(entry.streamNumber)[entry.index];
      if (compressed?.number !== number) throw new PdfSyntaxError('unreadable', 'object in wrong index');
      return compressed.value;
    }
    const found = this.#parseAt(entry.offset);
    if (found.number !== number || found.generation !== entry.generation)
      throw new PdfSyntaxError('unreadable', 'object has another number');
    return found.value;
  }

  #parseAt(offset: number): IndirectObject {
    const known = this.#parsed.get(offset);
    // The byte after an object decides whether it ends there, so it must belong to the revision as well.
    if (known !== undefined && known.end < this.bytes.length) return known;
    let isLengthElsewhere = false;
    const found = readIndirectObject(this.bytes, offset, (reference) => {
      isLengthElsewhere = true;
      return this.resolve(reference);
    });
    if (!isLengthElsewhere && found.end < this.bytes.length) this.#parsed.set(offset, found);
    return found;
  }

  #readObjectStream(number: number): readonly CompressedObject[] {
    const known = this.#objectStreams.get(number);
    if (known !== undefined) return known;
    if (this.#entries.get(number)?.type !== 'offset')
      throw new PdfSyntaxError('unreadable', 'object stream missing');
    const stream = as('stream', this.readObject(number));
    const count = this.resolve(stream?.dictionary.entries.get('N'));
    const first = this.resolve(stream?.dictionary.entries.get('First'));
    if (stream === undefined || typeof count !== 'number' || typeof first !== 'number')
      throw new PdfSyntaxError('unreadable', 'malformed object stream');
    const data = decodeStream(stream, this.#budget);
    const header = new ObjectParser(data);
    const places: { number: number; offset: number }[] = [];
    for (let i = 0; i < count; i++)
      places.push({ number: header.readInteger(), offset: header.readInteger() });
    if (new Set(places.map((place) => place.number)).size < places.length)
      throw new PdfSyntaxError('unreadable', 'object twice in one object stream');
    // Some readers go to the offset of an object and some from one object to the next.
    let end = first;
    const objects = places.map((place) => {
      const parser = new ObjectParser(data, end);
      parser.skipWhitespace();
      const { position } = parser;
      const named = new ObjectParser(data, first + place.offset);
      named.skipWhitespace();
      if (named.position !== position)
        throw new PdfSyntaxError('unreadable', 'objects of a stream out of order');
      const value = withoutPositions(parser.readValue());
      end = parser.position;
      return { number: place.number, value };
    });
    this.#objectStreams.set(number, objects);
    return objects;
  }
}

/** Strings of an object stream have no place in the file: their positions must never match a byte range. */
function withoutPositions(value: PdfValue): PdfValue {
  if (typeof value !== 'object' || value === null) return value;
  if (value.kind === 'string') return { ...value, start: -1, end: -1 };
  if (value.kind === 'array') return { kind: 'array', items: value.items.map(withoutPositions) };
  if (value.kind === 'dictionary')
    return {
      kind: 'dictionary',
      entries: new Map([...value.entries].map(([key, entry]) => [key, withoutPositions(entry)])),
    };
  return value;
}

function endOfFileMarker(bytes: Uint8Array, from: number): number {
  const marker = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('%%EOF', from);
  if (marker < 0) throw new PdfSyntaxError('unreadable', 'no end-of-file marker');
  let end = marker + 5;
  if (bytes[end] === 13) end++;
  if (bytes[end] === 10) end++;
  return end;
}
