import { findComponents } from './connected-components.ts';
import { BLOCK, type PageSample, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

/** On paper this bright a burnt-out patch cannot be told from paper, and hides nothing. */
const BRIGHTEST_JUDGED_PAPER = 245;
/** Half a block: a reflection is at least a centimetre wide. */
const CELL = BLOCK / 2;
const LEAST_CELLS = 12;

/** Patches burnt out to flat white on paper that is not white: reflections of glass, foil or a lamp. */
export function findGlare(sample: PageSample): Box[] {
  const { luma, width, height, paperLevel } = sample;
  if (paperLevel >= BRIGHTEST_JUDGED_PAPER) return [];
  const wide = Math.floor(width / CELL);
  const high = Math.floor(height / CELL);
  const burnt = new Uint8Array(wide * high);
  for (let cellY = 1; cellY < high - 1; cellY += 1) {
    for (let cellX = 1; cellX < wide - 1; cellX += 1) {
      if (isBurntOut(luma, width, cellX * CELL, cellY * CELL)) burnt[cellY * wide + cellX] = 1;
    }
  }
  return findComponents(burnt, wide, high)
    .filter((patch) => patch.pixels >= LEAST_CELLS)
    .map((patch) =>
      toInputBox(sample, [
        patch.left * CELL,
        patch.top * CELL,
        (patch.right - patch.left + 1) * CELL,
        (patch.bottom - patch.top + 1) * CELL,
      ]),
    );
}

function isBurntOut(luma: Uint8Array, width: number, left: number, top: number): boolean {
  let sum = 0;
  let squares = 0;
  for (let y = top; y < top + CELL; y += 1) {
    for (let x = left; x < left + CELL; x += 1) {
      const value = luma[y * width + x]!;
      if (value < 248) return false;
      sum += value;
      squares += value * value;
    }
  }
  const count = CELL * CELL;
  const mean = sum / count;
  return mean >= 252 && squares / count - mean * mean < 2.5;
}
