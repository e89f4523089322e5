import { expect, it } from 'vitest';
import type { GreyImage } from './grey-image.ts';
import { looksEnglish } from './looks-english.ts';

/**
 * A page of blocks for letters; every `markEvery`-th bears a mark above it, every tenth is narrow with a dot. With
 * `headingMarkEvery` there is a heading too.
 */
function drawBlocks(markEvery: number, headingMarkEvery?: number): GreyImage {
  const [width, height] = [1488, 2105];
  const data = new Uint8Array(width * height).fill(255);
  const block = (left: number, top: number, wide: number, high: number) => {
    for (let y = top; y < top + high; y += 1) data.fill(30, y * width + left, y * width + left + wide);
  };
  let count = 0;
  const lines = (from: number, to: number, every: number) => {
    for (let y = from; y < to; y += 60) {
      for (let x = 120; x < 1360; x += 24) {
        count += 1;
        const isNarrow = count % 10 === 0;
        block(x, y, isNarrow ? 4 : 13, 17);
        if (isNarrow) block(x, y - 7, 4, 4);
        else if (count % every === 0) block(x + 3, y - 7, 7, 4);
      }
    }
  };
  lines(500, 1300, markEvery);
  if (headingMarkEvery !== undefined) lines(120, 300, headingMarkEvery);
  return { width, height, data };
}

it('takes letters without marks for English, dots of i and j apart', () => {
  expect(looksEnglish(drawBlocks(1000), 180)).toBe(true);
});

it('takes letters with marks for Vietnamese', () => {
  expect(looksEnglish(drawBlocks(7), 180)).toBe(false);
});

it('takes few marks for specks where the heading has none, and for marks where it has', () => {
  expect(looksEnglish(drawBlocks(23, 1000), 180)).toBe(true);
  expect(looksEnglish(drawBlocks(23, 7), 180)).toBe(false);
  expect(looksEnglish(drawBlocks(1000, 7), 180)).toBe(false);
});

it('says nothing of few marks without a heading', () => {
  expect(looksEnglish(drawBlocks(23), 180)).toBe(false);
});

it('says nothing of an empty page', () => {
  expect(looksEnglish({ width: 600, height: 800, data: new Uint8Array(480_000).fill(255) }, 180)).toBe(false);
});
