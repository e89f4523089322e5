import { expect, it } from 'vitest';
import type { OcrEngine } from './ocr-engine.ts';
import type { TextLine, TextWord } from './page-reading.ts';
import { rereadWords } from './reread-words.ts';
import type { StraightPage } from './straighten-page.ts';

const page: StraightPage = {
  image: { width: 10, height: 10, data: new Uint8Array(100) },
  resolutionDpi: 180,
  toInput: [2, 0, 0, 0, 2, 0],
};
const word = (text: string, x: number, confidence: number): TextWord => ({
  text,
  confidence,
  box: [x, 50, 60, 20],
});
const lineOf = (...words: TextWord[]): TextLine => ({
  text: words.map(({ text }) => text).join(' '),
  confidence: 0.9,
  box: [0, 50, 400, 20],
  words,
});
/** Says what a line holds when it is read alone; its boxes are those of the part, which begins where it was cut. */
const rereadAs = async (line: TextLine, ...seen: [text: string, x: number, confidence: number][]) => {
  const engine: OcrEngine = {
    read: async () => ({
      lines: [lineOf(...seen.map(([text, x, confidence]) => word(text, x, confidence)))],
    }),
    close: async () => {},
  };
  const [read] = await rereadWords([line], page, async () => page, engine);
  return read!.words.map(({ text, confidence }) => [text, confidence]);
};

const name = lineOf(word('KIM', 0, 0.95), word('TRẦM', 80, 0.5));

it('takes the letters of a second reading that is clearly surer, and leaves them in doubt', async () => {
  expect(await rereadAs(name, ['KIM', 0, 0.9], ['TRÂM', 82, 0.93])).toEqual([
    ['KIM', 0.95],
    ['TRÂM', 0.85],
  ]);
});

it('believes a word more that is read the same twice', async () => {
  expect(await rereadAs(name, ['TRẦM', 82, 0.9])).toContainEqual(['TRẦM', 0.9]);
});

it('keeps the first reading where the second is no surer, no syllable, or of another place', async () => {
  expect(await rereadAs(name, ['TRÂM', 82, 0.55])).toContainEqual(['TRẦM', 0.5]);
  expect(await rereadAs(name, ['TRXM', 82, 0.95])).toContainEqual(['TRẦM', 0.5]);
  expect(await rereadAs(name, ['TRÂM', 300, 0.95])).toContainEqual(['TRẦM', 0.5]);
});

it('does not touch what was read surely', async () => {
  const sure = lineOf(word('KIM', 0, 0.95), word('TRẦM', 80, 0.9));
  expect(await rereadAs(sure, ['TRÂM', 82, 0.99])).toContainEqual(['TRẦM', 0.9]);
});
