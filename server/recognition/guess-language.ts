import type { TextLine } from './page-reading.ts';

const ENGLISH_WORDS = new Set(
  'the of and to in is this that for has with by date name certificate certify university degree at on be it valid issue'.split(
    ' ',
  ),
);
/** Vietnamese prose has marks on about a quarter of its letters; stray misreadings stay below this. */
const MOST_MARKED_SHARE = 0.04;

/** Whether a page read as Vietnamese is in fact English: few marked letters, many English small words. */
export function isWrittenInEnglish(lines: readonly TextLine[]): boolean {
  const text = lines.map((line) => line.text).join(' ');
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const marked = text.match(/(?![a-z])\p{L}/giu)?.length ?? 0;
  if (letters < 40 || marked / letters > MOST_MARKED_SHARE) return false;
  const words = text.toLowerCase().split(/[^a-z]+/u);
  return words.filter((word) => ENGLISH_WORDS.has(word)).length >= 5;
}
