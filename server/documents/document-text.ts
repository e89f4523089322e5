import type { Box } from '@saoy/imaging';
import type { PageReading, TextLine, TextWord } from '../recognition/page-reading.ts';
import { type ApproximateMatch, findApproximately } from './find-approximately.ts';
import { type FoldedText, foldText } from './fold-text.ts';

/** A line of a document with what label search needs. */
export interface DocumentLine {
  /** From 1. */
  readonly page: number;
  readonly index: number;
  readonly line: TextLine;
  readonly text: string;
  readonly folded: FoldedText;
}

/** All pages of one document as lines in reading order. */
export interface DocumentText {
  readonly pages: readonly PageReading[];
  readonly lines: readonly DocumentLine[];
}

/** A stretch of one line, by offsets into its text. */
export interface Span {
  readonly line: DocumentLine;
  readonly start: number;
  readonly end: number;
}

export function toDocumentText(pages: readonly PageReading[]): DocumentText {
  const lines: DocumentLine[] = [];
  pages.forEach((page, pageIndex) => {
    for (const line of page.lines) {
      const text = line.words.map((word) => word.text).join(' ');
      lines.push({ page: pageIndex + 1, index: lines.length, line, text, folded: foldText(text) });
    }
  });
  return { pages, lines };
}

/** Words that a span touches. */
export function wordsOf(span: Span): TextWord[] {
  let at = 0;
  const words: TextWord[] = [];
  for (const word of span.line.line.words) {
    const end = at + word.text.length;
    if (end > span.start && at < span.end) words.push(word);
    at = end + 1;
  }
  return words;
}

export const textOf = (span: Span): string => span.line.text.slice(span.start, span.end);

/** One error in seven letters: enough for the reader's slips, too few to take one label for another. */
const errorsAllowed = (label: string): number => Math.floor(label.length / 7);

/** Shorter labels may be other words with another vowel. */
const LEAST_ROUNDED = 8;

/** First and last word tell labels apart ("tên vợ", "tên chồng"): short ones must be exact. */
function agreesAtEnds(label: string, found: string): boolean {
  const wanted = label.split(' ');
  const seen = found.trim().split(' ');
  const agrees = (a: string, b: string): boolean =>
    a === b ||
    // In some typefaces the reader cannot tell these two apart.
    (a.length >= 3 && a.replaceAll('o', 'a') === b.replaceAll('o', 'a')) ||
    (a.length >= 4 && findApproximately(a, b, 1) !== undefined && Math.abs(a.length - b.length) <= 1);
  return agrees(wanted[0]!, seen[0]!) && agrees(wanted.at(-1)!, seen.at(-1)!);
}

/** "tên: VÕ" and "Ngát, sinh" are no labels of two words; "Nam, nữ:" and longer ones have commas of their own. */
function isInOnePiece(label: string, found: Span): boolean {
  const text = textOf(found);
  if (text.includes(':')) return false;
  const isShort = label.split(' ').length <= 2;
  return !isShort || !/[;,]/u.test(text) || /^\s*:/u.test(found.line.text.slice(found.end));
}

/** A label on a line, beginning at a word; `label` is folded. Offsets are those of the line's text. */
export function findLabel(
  line: DocumentLine,
  label: string,
  from = 0,
  mostErrors = errorsAllowed(label),
): Span | undefined {
  const { text, origin } = line.folded;
  let start = origin.findIndex((offset) => offset >= from);
  while (start >= 0 && start < text.length) {
    const match: ApproximateMatch | undefined =
      findApproximately(label, text, mostErrors, start) ?? findRounded(label, text, start);
    if (match === undefined) return from === 0 ? findSqueezed(line, label) : undefined;
    const beginsWord = match.start === 0 || text[match.start - 1] === ' ' || text[match.start] === ' ';
    const endsWord = match.end >= text.length || text[match.end] === ' ' || match.errors > 0;
    if (beginsWord && endsWord && agreesAtEnds(label, text.slice(match.start, match.end))) {
      const last = origin[match.end - 1] ?? line.text.length - 1;
      const found = { line, start: origin[match.start]!, end: last + 1 };
      if (isInOnePiece(label, found)) return found;
    }
    start = match.start + 1;
  }
  return undefined;
}

/** The label where the reader took its "a" for "o": some typefaces draw them alike. */
function findRounded(label: string, text: string, from: number): ApproximateMatch | undefined {
  if (label.length < LEAST_ROUNDED) return undefined;
  return findApproximately(label.replaceAll('a', 'o'), text.replaceAll('a', 'o'), 0, from);
}

/** The label where the reader lost spaces between its words. */
function findSqueezed(line: DocumentLine, label: string): Span | undefined {
  if (label.length < 8) return undefined;
  const { text, origin } = line.folded;
  const letters = [...text].flatMap((letter, index) => (letter === ' ' ? [] : [index]));
  const squeezed = text.replaceAll(' ', '');
  const wanted = label.replaceAll(' ', '');
  const start = squeezed.indexOf(wanted);
  if (start < 0) return undefined;
  return { line, start: origin[letters[start]!]!, end: origin[letters[start + wanted.length - 1]!]! + 1 };
}

/** Centre of a box. */
export const centreOf = (box: Box): [number, number] => [box[0] + box[2] / 2, box[1] + box[3] / 2];
