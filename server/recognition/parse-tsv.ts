import { type TextLine, type TextWord, unionBox } from './page-reading.ts';

const WORD_LEVEL = '5';

/**
 * Lines and words of the engine's table: level, page, block, paragraph, line, word, left, top, width, height,
 * confidence in per cent, text.
 */
export function parseTsv(tsv: string): TextLine[] {
  const lines: TextLine[] = [];
  let words: TextWord[] = [];
  let place = '';
  const finish = () => {
    if (words.length > 0) lines.push(toLine(words));
    words = [];
  };
  for (const row of tsv.split('\n')) {
    const [level, page, block, paragraph, line, , left, top, width, height, confidence, ...rest] =
      row.split('\t');
    if (level !== WORD_LEVEL) continue;
    const text = rest.join(' ').normalize('NFC').trim();
    if (text === '') continue;
    const at = `${page} ${block} ${paragraph} ${line}`;
    if (at !== place) finish();
    place = at;
    words.push({
      text,
      confidence: Math.min(1, Math.max(0, Number(confidence) / 100)),
      box: [Number(left), Number(top), Number(width), Number(height)],
    });
  }
  finish();
  return lines;
}

const toLine = (words: readonly TextWord[]): TextLine => ({
  text: words.map((word) => word.text).join(' '),
  confidence: words.reduce((sum, word) => sum + word.confidence, 0) / words.length,
  box: unionBox(words.map((word) => word.box)),
  words,
});
