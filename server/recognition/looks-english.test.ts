import { expect, it } from 'vitest';
import type { GreyImage } from './grey-image.ts';
import { looksEnglish } from './looks-english.ts';

/** A page of blocks for letters; every `markEvery`-th bears a mark above it, every tenth is narrow with a dot. */
function drawBlocks(markEvery: number): GreyImage {
  const [width, height] = [1488, 2105];
  const data = new Uint8Array(width * height).fill(255);
  const block = (left: number, top: number, wide: number, high: number) => {
    for (let y = top; y < top + high; y += 1) data.fill(30, y * width + left, y * width + left + wide);
  };
  let count = 0;
  for (let y = 500; y < 1300; y += 60) {
    for (let x = 120; x < 1360; x += 24) {
      count += 1;
      const isNarrow = count % 10 === 0;
      block(x, y, isNarrow ? 4 : 13, 17);
      if (isNarrow) block(x, y - 7, 4, 4);
      else if (count % markEvery === 0) block(x + 3, y - 7, 7, 4);
    }
  }
  return { width, height, data };
}

it('takes letters without marks for English, dots of i and j apart', () => {
  expect(looksEnglish(drawBlocks(1000), 180)).toBe(true);
});

it('takes letters with marks for Vietnamese', () => {
  expect(looksEnglish(drawBlocks(7), 180)).toBe(false);
});

it('says nothing of an empty page', () => {
  expect(looksEnglish({ width: 600, height: 800, data: new Uint8Array(480_000).fill(255) }, 180)).toBe(false);
});
