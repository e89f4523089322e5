import type { DocumentText, Span } from './document-text.ts';
import { parseNumberWords, toNumberWord } from './number-words.ts';

/** A date written out, part by part; a part the reader spoilt is undefined. */
export interface DateInWords {
  readonly day: number | undefined;
  readonly month: number | undefined;
  readonly year: number | undefined;
  readonly spans: readonly Span[];
}

/** What introduces the words. */
const LABEL = /\b(?:ghi )?bang chu\b/u;
/** "tháng năm năm hai nghìn": the year is what begins with thousands or is told digit by digit. */
const PARTS = /\bngay ((?:[a-z]+ ){1,3}?)thang ((?:[a-z]+ ){1,2}?)nam ([a-z]+(?: [a-z]+){2,8})/u;

/** The date in words that stands behind the digits of `date`, on their line or the next one. */
export function dateInWords(text: DocumentText, date: Span): DateInWords | undefined {
  const { line } = date;
  const next = text.lines[line.index + 1];
  const third = text.lines[line.index + 2];
  const lines = [line, next, third].filter((one) => one !== undefined && one.page === line.page);
  const folded = lines.map((one) => one!.folded.text).join(' ');
  const label = LABEL.exec(folded);
  // Further away the words belong to another date.
  if (label === null || label.index > line.folded.text.length + 40) return undefined;
  const parts = PARTS.exec(folded.slice(label.index));
  if (parts === null) return undefined;
  const [, day = '', month = '', year = ''] = parts;
  return {
    day: parseNumberWords(day.trim().split(' ')),
    month: parseNumberWords(month.trim().split(' ')),
    year: parseNumberWords(numberWordsOf(year.split(' '))),
    spans: lines.map((one) => ({ line: one!, start: 0, end: one!.text.length })).slice(0, 2),
  };
}

/** Words up to the first that belongs to no number. */
function numberWordsOf(words: readonly string[]): string[] {
  const end = words.findIndex((word) => toNumberWord(word) === undefined);
  return words.slice(0, end < 0 ? words.length : end);
}
