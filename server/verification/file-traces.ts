// What a file that is not in the register may betray of the copy it was made from. It is read without trusting its
// structure: whoever forges also damages, so streams are found by their keywords and everything is bounded.
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { parseCopyCode } from '@saoy/contracts/copy-code';
import { glyphTexts, readCharacterMap } from './glyph-texts.ts';

/** The beginning of a file up to where an earlier revision ended. */
export interface EarlierRevision {
  readonly end: number;
  readonly sha256: string;
}

export interface FileTraces {
  /** Newest first. */
  readonly revisions: readonly EarlierRevision[];
  /** Copy codes found in its bytes, its decoded streams and its visible text. */
  readonly codes: readonly string[];
  /** SHA-256 of its JPEG images as they are embedded. */
  readonly images: readonly string[];
}

const MAX_REVISIONS = 200;
const MAX_STREAMS = 20_000;
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;
const MAX_STREAM_BYTES = 16 * 1024 * 1024;
const MAX_CODES = 16;
const MAX_IMAGES = 500;
const MAX_MAPS = 32;
const MAX_PAINTED = 200;
const CODE = /(?<![0-9A-Z])[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?![0-9A-Z])/g;

/** Gathers the traces of a file. */
export function traceFile(bytes: Uint8Array): FileTraces {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const codes = new Set<string>();
  findCodes(file.toString('latin1'), codes);
  const images = new Set<string>();
  const maps: Map<number, string>[] = [];
  const painted: string[] = [];
  for (const stream of streamsOf(file)) {
    if (isJpeg(stream)) {
      if (images.size < MAX_IMAGES) images.add(sha256Of(stream));
      continue;
    }
    const text = stream.toString('latin1');
    findCodes(text, codes);
    // UTF-16, as strings of metadata are often written.
    if (text.includes('\0')) findCodes(text.replaceAll('\0', ''), codes);
    if (text.includes('beginbf')) {
      if (maps.length < MAX_MAPS) maps.push(readCharacterMap(text));
    } else if (/\bT[jJ]\b/.test(text) && painted.length < MAX_PAINTED) painted.push(text);
  }
  for (const content of painted)
    for (const shown of glyphTexts(content, maps)) {
      if (codes.size >= MAX_CODES) break;
      findCodes(shown, codes);
    }
  return { revisions: earlierRevisions(file), codes: [...codes], images: [...images] };
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

function findCodes(text: string, codes: Set<string>): void {
  for (const [candidate] of text.matchAll(CODE)) {
    if (codes.size >= MAX_CODES) return;
    const code = parseCopyCode(candidate);
    if (code !== null) codes.add(code);
  }
}

/** The content of every stream: inflated where it says so, else as it stands. */
function* streamsOf(file: Buffer): Iterable<Buffer> {
  let left = MAX_INFLATED_BYTES;
  let at = 0;
  for (let count = 0; count < MAX_STREAMS; count++) {
    const keyword = file.indexOf('stream', at, 'latin1');
    if (keyword < 0) return;
    at = keyword + 6;
    // `endstream` contains the keyword too.
    if (file.toString('latin1', keyword - 3, keyword) === 'end') continue;
    let start = at;
    if (file[start] === 13) start++;
    if (file[start] === 10) start++;
    const dictionary = dictionaryBefore(file, keyword);
    const end = endOfStream(file, start, dictionary);
    if (end < 0) return;
    at = end;
    const raw = file.subarray(start, end);
    if (!/\/Fl(?:ateDecode)?\b/.test(dictionary)) {
      yield raw;
      continue;
    }
    const content = inflate(raw, Math.min(left, MAX_STREAM_BYTES));
    if (content === null) continue;
    left -= content.length;
    yield content;
    if (left <= 0) return;
  }
}

function dictionaryBefore(file: Buffer, keyword: number): string {
  const text = file.toString('latin1', Math.max(0, keyword - 2048), keyword);
  return text.slice(text.lastIndexOf(' obj') + 1);
}

/** By its length when that leads to the closing keyword, else by the keyword. */
function endOfStream(file: Buffer, start: number, dictionary: string): number {
  const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1];
  if (length !== undefined) {
    const end = start + Number(length);
    if (/^\s*endstream/.test(file.toString('latin1', end, end + 12))) return end;
  }
  let end = file.indexOf('endstream', start, 'latin1');
  if (end < 0) return -1;
  if (file[end - 1] === 10) end--;
  if (file[end - 1] === 13) end--;
  return Math.max(start, end);
}

function inflate(raw: Buffer, maxOutputLength: number): Buffer | null {
  if (maxOutputLength <= 0) return null;
  try {
    return inflateSync(raw, { maxOutputLength, finishFlush: 2 });
  } catch {
    return null;
  }
}

/** Where a file may have ended before somebody appended to it, with the digest of everything up to there. */
function earlierRevisions(file: Buffer): EarlierRevision[] {
  const ends = new Set<number>();
  for (
    let at = file.lastIndexOf('%%EOF');
    at >= 0 && ends.size < MAX_REVISIONS;
    at = file.lastIndexOf('%%EOF', at - 1)
  ) {
    let end = at + 5;
    ends.add(end);
    if (file[end] === 13) ends.add(++end);
    if (file[end] === 10) ends.add(++end);
    if (at === 0) break;
  }
  const hash = createHash('sha256');
  const revisions: EarlierRevision[] = [];
  let from = 0;
  for (const end of [...ends].sort((a, b) => a - b)) {
    hash.update(file.subarray(from, end));
    from = end;
    if (end < file.length) revisions.push({ end, sha256: hash.copy().digest('hex') });
  }
  return revisions.reverse();
}
