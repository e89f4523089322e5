import type { Patch } from './connected-components.ts';

/** How far the line may lean, as rise over run: a hand's stroke on a page that lies askew. */
const STEEPEST = 0.16;
const SLOPES = 17;
/** Rows on either side of the line that are its own thickness. */
const HALF_THICKNESS = 3;
/** A stroke has ink in nearly every column; letters that run together leave gaps. */
const LEAST_COVER = 0.96;
/** Of the ink beside the line, on either side: an underline has little below, a dash neither. */
const LEAST_BESIDE = 0.28;
const LEAST_LETTERS = 1.6;
/** Columns at an end where nothing but the line is: strokes reach beyond the word. */
const LOOSE_END = 3;

/**
 * Whether one straight stroke runs through the middle of a shape from end to end, and beyond its letters: a word that
 * was struck out.
 */
export function isStruckOut(part: Patch, width: number): boolean {
  const wide = part.right - part.left + 1;
  const high = part.bottom - part.top + 1;
  if (!hasThinEnd(part, width, wide)) return false;
  const line = fitLine(part, width, wide, high);
  if (line.covered < wide * LEAST_COVER) return false;
  let above = 0;
  let below = 0;
  const beside = new Uint16Array(wide);
  for (const at of part.indexes) {
    const y = (at / width) | 0;
    const x = at - y * width - part.left;
    const off = y - part.top - (line.middle + line.slope * (x - wide / 2));
    if (Math.abs(off) <= HALF_THICKNESS) continue;
    beside[x] = beside[x]! + 1;
    if (off < 0) above += 1;
    else below += 1;
  }
  const all = above + below;
  if (all < wide * LEAST_LETTERS || Math.min(above, below) < all * LEAST_BESIDE) return false;
  return isLoose(beside.subarray(0, LOOSE_END)) || isLoose(beside.subarray(wide - LOOSE_END));
}

const isLoose = (columns: Uint16Array): boolean => columns.every((pixels) => pixels === 0);

/** The line with ink in most columns. */
function fitLine({ indexes, left, top }: Patch, width: number, wide: number, high: number) {
  let best = { covered: 0, slope: 0, middle: 0 };
  const reach = Math.ceil(STEEPEST * wide * 0.5) + 2;
  const rows = high + 2 * reach;
  const covered = new Uint16Array(rows);
  for (let step = 0; step < SLOPES; step += 1) {
    const slope = STEEPEST * ((2 * step) / (SLOPES - 1) - 1);
    covered.fill(0);
    for (let i = 0; i < indexes.length; i += 1) {
      const at = indexes[i]!;
      const y = (at / width) | 0;
      // Along one column every pixel falls into a row of its own.
      const row = y - top - Math.round(slope * (at - y * width - left - wide / 2)) + reach;
      covered[row] = covered[row]! + 1;
    }
    for (let row = 0; row < rows; row += 1) {
      if (covered[row]! > best.covered) best = { covered: covered[row]!, slope, middle: row - reach };
    }
  }
  return best;
}

/** Whether at one end nothing is higher than a stroke is thick; most words end with a letter. */
function hasThinEnd({ indexes, left, top, bottom }: Patch, width: number, wide: number): boolean {
  const ends = [
    { upper: bottom, lower: top },
    { upper: bottom, lower: top },
  ];
  for (let i = 0; i < indexes.length; i += 1) {
    const y = (indexes[i]! / width) | 0;
    const x = indexes[i]! - y * width - left;
    if (x >= LOOSE_END && x < wide - LOOSE_END) continue;
    const end = ends[x < LOOSE_END ? 0 : 1]!;
    if (y < end.upper) end.upper = y;
    if (y > end.lower) end.lower = y;
  }
  return ends.some(({ upper, lower }) => lower - upper <= 2 * HALF_THICKNESS);
}
