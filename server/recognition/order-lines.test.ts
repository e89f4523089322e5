import { expect, it } from 'vitest';
import { orderLines } from './order-lines.ts';
import type { TextLine, TextWord } from './page-reading.ts';

const word = (text: string, x: number, width: number, confidence = 0.95): TextWord => ({
  text,
  confidence,
  box: [x, 100, width, 30],
});
const line = (words: readonly TextWord[]): TextLine => {
  const last = words.at(-1)!.box;
  const left = words[0]!.box[0];
  return {
    text: words.map(({ text }) => text).join(' '),
    confidence: 0.95,
    box: [left, 100, last[0] + last[2] - left, 30],
    words,
  };
};
const texts = (words: readonly TextWord[]) => orderLines([line(words)]).map(({ text }) => text);

it('parts two columns that were read as one line', () => {
  expect(
    texts([word('TÒA', 100, 60), word('ÁN', 170, 40), word('CỘNG', 320, 80), word('HÒA', 410, 60)]),
  ).toEqual(['TÒA ÁN', 'CỘNG HÒA']);
});

it('does not let a speck in the gap join two columns', () => {
  expect(
    texts([word('TÒA', 100, 60), word('ÁN', 170, 40), word('_', 260, 12, 0.3), word('CỘNG', 320, 80)]),
  ).toEqual(['TÒA ÁN', 'CỘNG']);
});

it('keeps a dash that joins the parts of a name', () => {
  expect(texts([word('RỊA', 100, 60), word('-', 170, 12, 0.6), word('VŨNG', 192, 80)])).toEqual([
    'RỊA - VŨNG',
  ]);
});
