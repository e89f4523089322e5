import type { GreyPixels } from '../find-code-regions.ts';

/** How much darker (negative) or lighter every pixel is than its surroundings. */
export interface LocalLight {
  readonly width: number;
  readonly height: number;
  readonly data: Int16Array;
}

/** Sixteenths of a grey level, so that boundaries can be told between pixels. */
export const LIGHT_UNIT = 16;

/** Compares every pixel with the mean of a square around it. */
export function measureLocalLight({ width, height, data }: GreyPixels, reach: number): LocalLight {
  const light = new Int16Array(width * height);
  // Sums of columns that move down with the row, and over them one that moves along it.
  const columns = new Int32Array(width);
  const addRow = (y: number, sign: number): void => {
    for (let x = 0, at = y * width; x < width; x++, at++) columns[x]! += sign * data[at]!;
  };
  for (let y = 0; y < Math.min(reach, height); y++) addRow(y, 1);
  for (let y = 0; y < height; y++) {
    if (y + reach < height) addRow(y + reach, 1);
    if (y - reach > 0) addRow(y - reach - 1, -1);
    const rows = Math.min(height, y + reach + 1) - Math.max(0, y - reach);
    let around = 0;
    for (let x = 0; x < Math.min(reach, width); x++) around += columns[x]!;
    for (let x = 0, at = y * width; x < width; x++, at++) {
      if (x + reach < width) around += columns[x + reach]!;
      if (x - reach > 0) around -= columns[x - reach - 1]!;
      const count = rows * (Math.min(width, x + reach + 1) - Math.max(0, x - reach));
      light[at] = LIGHT_UNIT * (data[at]! - around / count);
    }
  }
  return { width, height, data: light };
}
