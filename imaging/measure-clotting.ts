import type { Patch } from './connected-components.ts';

/** Longest side of a square of nothing but ink within a shape: how thick its strokes are at their thickest. */
export function measureClotting({ left, top, right, bottom, indexes }: Patch, width: number): number {
  const wide = right - left + 1;
  const high = bottom - top + 1;
  // With an empty row above and an empty column before: of each pixel the side of the square that ends at it.
  const sides = new Uint8Array((wide + 1) * (high + 1));
  let longest = 0;
  for (let i = 0; i < indexes.length; i += 1) {
    const at = indexes[i]!;
    const y = (at / width) | 0;
    const here = (y - top + 1) * (wide + 1) + at - y * width - left + 1;
    const above = sides[here - wide - 1]!;
    const before = sides[here - 1]!;
    const across = sides[here - wide - 2]!;
    const side = 1 + Math.min(above, before, across);
    sides[here] = side;
    if (side > longest) longest = side;
  }
  return longest;
}
