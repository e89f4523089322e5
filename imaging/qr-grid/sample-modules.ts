import type { GreyPixels } from '../find-code-regions.ts';
import { projectOnto, projectPoint } from '../projection.ts';
import { solveLinear } from './fit-projection.ts';
import { cornersOf, type Grid } from './guess-grids.ts';
import { layoutOf } from './qr-layout.ts';

/** Where a module is sampled, from its middle. */
const OFFSETS = [-0.22, 0, 0.22] as const;
/** Dark and light are told apart by the mean of so many modules around. */
const WINDOW = 4;

/**
 * How dark every module looks: positive dark, negative light, about 1 when plain; 0 for what lies outside of the picture.
 */
export function sampleModules(image: GreyPixels, { version, quad }: Grid): Float32Array {
  const { size } = layoutOf(version);
  const map = projectOnto(cornersOf({ quad }), size, size);
  const grey = new Float32Array(size * size).fill(Number.NaN);
  for (let y = 0, at = 0; y < size; y++)
    for (let x = 0; x < size; x++, at++) {
      let sum = 0;
      for (const dy of OFFSETS)
        for (const dx of OFFSETS) {
          const [px, py] = projectPoint(map, x + 0.5 + dx, y + 0.5 + dy);
          sum += greyAt(image, px, py);
        }
      grey[at] = sum / OFFSETS.length ** 2;
    }
  return evenOut(grey, size);
}

function greyAt({ data, width, height }: GreyPixels, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (!(left >= 0 && top >= 0 && left + 1 < width && top + 1 < height)) return Number.NaN;
  const i = top * width + left;
  const [fx, fy] = [x - left, y - top];
  return (
    (data[i]! * (1 - fx) + data[i + 1]! * fx) * (1 - fy) +
    (data[i + width]! * (1 - fx) + data[i + width + 1]! * fx) * fy
  );
}

/** Takes uneven light out: about as many modules are dark as light everywhere in a code. */
function evenOut(grey: Float32Array, size: number): Float32Array {
  const darkness = new Float32Array(grey.length);
  let [all, seen] = [0, 0];
  for (let y = 0, at = 0; y < size; y++)
    for (let x = 0; x < size; x++, at++) {
      if (Number.isNaN(grey[at]!)) continue;
      let [sum, count] = [0, 0];
      for (let v = Math.max(0, y - WINDOW); v <= Math.min(size - 1, y + WINDOW); v++)
        for (let u = Math.max(0, x - WINDOW); u <= Math.min(size - 1, x + WINDOW); u++) {
          const value = grey[v * size + u]!;
          if (Number.isNaN(value)) continue;
          sum += value;
          count++;
        }
      darkness[at] = sum / count - grey[at]!;
      all += Math.abs(darkness[at]!);
      seen++;
    }
  if (all > 0) for (let at = 0; at < darkness.length; at++) darkness[at]! *= seen / all;
  return darkness;
}

/** Keeps the weights small where the known modules do not tell them. */
const RIDGE = 4;

/**
 * Undoes blur of any shape: weights for a module and its eight neighbours that make the known modules most plainly what
 * they are. Undefined when too few are seen.
 */
export function sharpenModules(darkness: Float32Array, version: number): Float32Array | undefined {
  const { fixed, size } = layoutOf(version);
  const around = [-size - 1, -size, -size + 1, -1, 0, 1, size - 1, size, size + 1];
  const rows = around.map((_, i) => {
    const row = new Float64Array(around.length + 1);
    row[i] = RIDGE;
    if (i === 4) row[around.length] = RIDGE;
    return row;
  });
  for (let y = 1; y < size - 1; y++)
    for (let x = 1; x < size - 1; x++) {
      const at = y * size + x;
      const kind = fixed[at]!;
      if ((kind !== 1 && kind !== -1) || around.some((by) => darkness[at + by] === 0)) continue;
      for (const [i, by] of around.entries()) {
        const value = darkness[at + by]!;
        for (const [j, other] of around.entries()) rows[i]![j]! += value * darkness[at + other]!;
        rows[i]![around.length]! += value * kind;
      }
    }
  const weights = solveLinear(rows);
  if (weights === undefined) return undefined;
  const sharp = new Float32Array(darkness.length);
  for (let y = 0, at = 0; y < size; y++)
    for (let x = 0; x < size; x++, at++) {
      if (darkness[at] === 0) continue;
      for (let dy = -1, i = 0; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++, i++) {
          const isInside = x + dx >= 0 && x + dx < size && y + dy >= 0 && y + dy < size;
          // Around the code it is light.
          sharp[at]! += weights[i]! * (isInside ? darkness[at + dy * size + dx]! : -1);
        }
    }
  return sharp;
}
