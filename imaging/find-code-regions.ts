import type { Box } from './raster.ts';

/** Grey pixels, one byte each. */
export interface GreyPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const CELL = 8;
/** Texture is measured at about this width. */
const MAP_WIDTH = 640;
/** Sides of the squares that are tried, in cells. */
const SIDES = [6, 8, 10, 13, 17, 22, 29] as const;
const PARTS = 3;
/** Of the side, on each side: the quiet zone, and what the grid of cells missed. */
const MARGIN_SHARE = 0.3;
const LEAST_SCORE = 0.02;

interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly score: number;
}

/**
 * Where a square code may stand, likeliest first: squares in every part of which brightness changes strongly both from
 * left to right and from top to bottom. Print has gaps, and one direction stronger; empty ground has neither.
 */
export function findCodeRegions(image: GreyPixels, most: number): Box[] {
  const step = Math.max(1, Math.round(image.width / MAP_WIDTH));
  const wide = Math.floor(image.width / step / CELL);
  const high = Math.floor(image.height / step / CELL);
  const sums = sumUp(measureTexture(image, step, wide, high), wide, high);
  const squares: Square[] = [];
  for (const side of SIDES)
    for (let y = 0; y + side <= high; y++)
      for (let x = 0; x + side <= wide; x++) {
        const score = leastPart(sums, wide, x, y, side) * side ** 0.7;
        if (score > LEAST_SCORE) squares.push({ x, y, side, score });
      }
  squares.sort((a, b) => b.score - a.score);
  const chosen: Square[] = [];
  for (const square of squares) {
    if (chosen.length === most) break;
    if (!chosen.some((other) => overlap(square, other))) chosen.push(square);
  }
  return chosen.map(({ x, y, side }) => {
    const [margin, cell] = [side * MARGIN_SHARE, CELL * step];
    const left = Math.max(0, Math.round((x - margin) * cell));
    const top = Math.max(0, Math.round((y - margin) * cell));
    const right = Math.min(image.width, Math.round((x + side + margin) * cell));
    const bottom = Math.min(image.height, Math.round((y + side + margin) * cell));
    return [left, top, right - left, bottom - top];
  });
}

/** The middle of one lies in the other. */
const overlap = (a: Square, b: Square): boolean => {
  const away = Math.max(
    Math.abs(a.x + a.side / 2 - b.x - b.side / 2),
    Math.abs(a.y + a.side / 2 - b.y - b.side / 2),
  );
  return away < Math.max(a.side, b.side) / 2;
};

/** Of each cell the lesser of the two directions, as a share of its brightness. */
function measureTexture({ data, width }: GreyPixels, step: number, wide: number, high: number): Float32Array {
  const [columns, rows] = [wide * CELL, high * CELL];
  const small = new Uint8Array(columns * rows);
  // The mean of neighbours takes the sensor's noise out.
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const i = y * step * width + x * step;
      small[y * columns + x] =
        step === 1 ? data[i]! : (data[i]! + data[i + 1]! + data[i + width]! + data[i + width + 1]!) >> 2;
    }
  const texture = new Float32Array(wide * high);
  for (let row = 0; row < high; row++)
    for (let column = 0; column < wide; column++) {
      let [across, down, light] = [0, 0, 0];
      for (let y = row * CELL; y < (row + 1) * CELL; y++)
        for (let x = column * CELL; x < (column + 1) * CELL; x++) {
          const i = y * columns + x;
          light += small[i]!;
          if (x + 2 < columns) across += Math.abs(small[i + 2]! - small[i]!);
          if (y + 2 < rows) down += Math.abs(small[i + 2 * columns]! - small[i]!);
        }
      texture[row * wide + column] = Math.min(across, down) / (light + CELL * CELL * 12);
    }
  return texture;
}

/** Sums of all cells above and to the left. */
function sumUp(cells: Float32Array, wide: number, high: number): Float64Array {
  const sums = new Float64Array((wide + 1) * (high + 1));
  for (let y = 0; y < high; y++)
    for (let x = 0; x < wide; x++)
      sums[(y + 1) * (wide + 1) + x + 1] =
        cells[y * wide + x]! +
        sums[y * (wide + 1) + x + 1]! +
        sums[(y + 1) * (wide + 1) + x]! -
        sums[y * (wide + 1) + x]!;
  return sums;
}

/** The mean of the emptiest of nine parts. */
function leastPart(sums: Float64Array, wide: number, x: number, y: number, side: number): number {
  let least = Number.POSITIVE_INFINITY;
  const row = wide + 1;
  for (let i = 0; i < PARTS; i++)
    for (let j = 0; j < PARTS; j++) {
      const [left, right] = [x + Math.floor((i * side) / PARTS), x + Math.floor(((i + 1) * side) / PARTS)];
      const [top, bottom] = [y + Math.floor((j * side) / PARTS), y + Math.floor(((j + 1) * side) / PARTS)];
      const sum =
        sums[bottom * row + right]! -
        sums[top * row + right]! -
        sums[bottom * row + left]! +
        sums[top * row + left]!;
      least = Math.min(least, sum / ((right - left) * (bottom - top)));
    }
  return least;
}
