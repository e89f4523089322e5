import { decodeStream, type InflateBudget } from './decode-stream.ts';
import { ObjectParser } from './object-parser.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';
import { as, type PdfDictionary, type PdfStream, type PdfValue } from './pdf-value.ts';
import { readIndirectObject } from './read-indirect-object.ts';

export type CrossReferenceEntry =
  | { readonly type: 'free' }
  | { readonly type: 'offset'; readonly offset: number; readonly generation: number }
  | { readonly type: 'compressed'; readonly streamNumber: number; readonly index: number };

export interface CrossReferenceSection {
  readonly entries: ReadonlyMap<number, CrossReferenceEntry>;
  readonly trailer: PdfDictionary;
  readonly isStream: boolean;
  readonly isHybrid: boolean;
  /** Where it stands in the file; of a hybrid section the table, then its stream. */
  readonly ranges: readonly ByteSpan[];
}

export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

const MAX_OBJECTS = 1_000_000;
const MAX_SECTIONS = 512;

const unreadable = (message: string): never => {
  throw new PdfSyntaxError('unreadable', message);
};

/** Position that the last `startxref` names; it must stand within the last 2 KB. */
export function findStartOfCrossReference(bytes: Uint8Array): {
  readonly offset: number;
  readonly keywordAt: number;
} {
  const tailStart = Math.max(0, bytes.length - 2048);
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset + tailStart, bytes.length - tailStart);
  const keyword = tail.lastIndexOf('startxref');
  if (keyword < 0) return unreadable('no startxref');
  const parser = new ObjectParser(bytes, tailStart + keyword + 9);
  return { offset: parser.readInteger(), keywordAt: tailStart + keyword };
}

/** Every cross-reference section that the file's readers would follow, newest first. */
export function readCrossReferences(bytes: Uint8Array, budget: InflateBudget): CrossReferenceSection[] {
  const sections: CrossReferenceSection[] = [];
  const visited = new Set<number>();
  const pending = [findStartOfCrossReference(bytes).offset];
  let entryCount = 0;
  while (pending.length > 0) {
    const offset = pending.shift()!;
    if (visited.has(offset)) return unreadable('cross-reference sections form a circle');
    if (visited.size >= MAX_SECTIONS) throw new PdfSyntaxError('too-complex', 'too many revisions');
    visited.add(offset);
    if (offset < 0 || offset >= bytes.length) return unreadable('cross-reference outside of the file');
    const section = readSectionWithHybrid(bytes, offset, budget);
    entryCount += section.entries.size;
    if (entryCount > MAX_OBJECTS) throw new PdfSyntaxError('too-complex', 'too many objects');
    sections.push(section);
    const previous = section.trailer.entries.get('Prev');
    if (previous !== undefined) pending.push(offsetOf(previous));
  }
  return sections;
}

const offsetOf = (value: PdfValue): number =>
  typeof value === 'number' && Number.isInteger(value) ? value : unreadable('malformed trailer');

/** ISO 32000-2 §7.5.8.4: objects that a table calls free may be listed in the stream of a hybrid section. */
function readSectionWithHybrid(
  bytes: Uint8Array,
  offset: number,
  budget: InflateBudget,
): CrossReferenceSection {
  const section = readSection(bytes, offset, budget);
  const hybrid = section.trailer.entries.get('XRefStm');
  if (hybrid === undefined || section.isStream) return section;
  const hidden = readSection(bytes, offsetOf(hybrid), budget);
  const entries = new Map(section.entries);
  for (const [number, entry] of hidden.entries)
    if ((entries.get(number)?.type ?? 'free') === 'free') entries.set(number, entry);
  return { ...section, entries, isHybrid: true, ranges: [...section.ranges, ...hidden.ranges] };
}

function readSection(bytes: Uint8Array, offset: number, budget: InflateBudget): CrossReferenceSection {
  const parser = new ObjectParser(bytes, offset);
  if (parser.takeKeyword('xref')) {
    const table = readTable(parser);
    return { ...table, ranges: [{ start: offset, end: parser.position }] };
  }
  const { value, end } = readIndirectObject(bytes, offset, () => undefined);
  const stream = as('stream', value);
  if (stream === undefined) return unreadable('cross-reference expected');
  return { ...readStreamSection(stream, budget), ranges: [{ start: offset, end }] };
}

function readTable(parser: ObjectParser): Omit<CrossReferenceSection, 'ranges'> {
  const entries = new Map<number, CrossReferenceEntry>();
  while (!parser.takeKeyword('trailer')) {
    const first = parser.readInteger();
    const count = parser.readInteger();
    if (first < 0 || count < 0 || first + count > MAX_OBJECTS)
      throw new PdfSyntaxError('too-complex', 'cross-reference table too long');
    for (let i = 0; i < count; i++) {
      const offset = parser.readInteger();
      const generation = parser.readInteger();
      const isUsed = parser.takeKeyword('n');
      if (!isUsed && !parser.takeKeyword('f')) return unreadable('malformed cross-reference table');
      // Of two entries for one object some readers take the first and some the last.
      if (entries.has(first + i)) return unreadable('object listed twice');
      entries.set(first + i, isUsed ? { type: 'offset', offset, generation } : { type: 'free' });
    }
  }
  const trailer = as('dictionary', parser.readValue());
  if (trailer === undefined) return unreadable('trailer expected');
  return { entries, trailer, isStream: false, isHybrid: false };
}

function readStreamSection(stream: PdfStream, budget: InflateBudget): Omit<CrossReferenceSection, 'ranges'> {
  const trailer = stream.dictionary;
  if (as('name', trailer.entries.get('Type'))?.name !== 'XRef')
    return unreadable('cross-reference stream expected');
  const integers = (key: string, fallback: readonly number[]): number[] =>
    (as('array', trailer.entries.get(key))?.items ?? fallback).map((item) =>
      typeof item === 'number' && Number.isInteger(item) && item >= 0 ? item : unreadable('malformed stream'),
    );
  const widths = integers('W', []);
  if (widths.length !== 3 || widths.some((width) => width > 8))
    return unreadable('malformed cross-reference stream');
  const size = trailer.entries.get('Size');
  const index = integers('Index', [0, typeof size === 'number' ? size : 0]);
  const data = decodeStream(stream, budget);
  const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = widths;
  const rowBytes = typeWidth + secondWidth + thirdWidth;
  const entries = new Map<number, CrossReferenceEntry>();
  let at = 0;
  const field = (width: number): number => {
    let value = 0;
    for (let i = 0; i < width; i++) value = value * 256 + data[at++]!;
    return value;
  };
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    const [first = 0, count = 0] = [index[pair], index[pair + 1]];
    if (rowBytes === 0 || at + count * rowBytes > data.length)
      return unreadable('cross-reference stream too short');
    if (first + count > MAX_OBJECTS) throw new PdfSyntaxError('too-complex', 'too many objects');
    for (let i = 0; i < count; i++) {
      const type = typeWidth === 0 ? 1 : field(typeWidth);
      const second = field(secondWidth);
      const third = field(thirdWidth);
      if (entries.has(first + i)) return unreadable('object listed twice');
      if (type === 0) entries.set(first + i, { type: 'free' });
      else if (type === 1) entries.set(first + i, { type: 'offset', offset: second, generation: third });
      else if (type === 2) entries.set(first + i, { type: 'compressed', streamNumber: second, index: third });
    }
  }
  return { entries, trailer, isStream: true, isHybrid: false };
}
