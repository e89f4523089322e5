import { type Component, findComponents, type Patch } from './connected-components.ts';
import type { Glare } from './find-glare.ts';
import { isNear } from './is-near.ts';
import { type PageSample, SAMPLE_PX_PER_MM, toInputBox } from './page-sample.ts';
import type { Box, Raster } from './raster.ts';

const CELL = 12;
/** Outermost cells, of which the last two are not judged. */
const RIM = 3;
/** The fading rim of a reflection has less grain too. */
const HALO_MM = 20;
/** Light and clipping change the grain little by little: a patch differs by this from what lies around it, too. */
const LEAST_CONTRAST = 1.5;
const AROUND = 3;
/** Steps of so little, in grey levels, are the rounding of the picture. */
const SURELY_ROUGHER = 0.3;

/**
 * Patches of paper whose grain differs from that of the page: flatter (correction fluid, a digital patch) or
 * rougher (scraped). Evidence for a person, never a verdict.
 */
export function findErasures(sample: PageSample, glares: readonly Glare[], stains: readonly Box[]): Box[] {
  const grain = measureGrain(sample);
  const typical = typicalOf(grain.levels);
  const typicalQuiet = typicalOf(grain.quietLevels);
  const judged = grain.levels.reduce((count, level) => count + (level >= 0 ? 1 : 0), 0);
  if (judged < 200 || typical < 0.4) return [];
  const flat = new Uint8Array(grain.levels.length);
  const rough = new Uint8Array(grain.levels.length);
  for (let i = 0; i < flat.length; i += 1) {
    const level = grain.levels[i]!;
    if (level >= 0 && level < typical * 0.35) flat[i] = 1;
    const isRougher = grain.quietLevels[i]! > typicalQuiet * 1.9 + SURELY_ROUGHER;
    if (isRougher && level > typical * 1.9) rough[i] = 1;
  }
  const flatShare = flat.reduce((sum, cell) => sum + cell, 0) / judged;
  const roughShare = rough.reduce((sum, cell) => sum + cell, 0) / judged;
  const patches = [
    // Much of the page being flat or rough is the paper or the scanner, not an erasure.
    ...(flatShare < 0.1 ? patchesOf(sample, flat, grain) : []),
    ...(roughShare < 0.1 ? patchesOf(sample, rough, grain) : []),
  ];
  const halo = HALO_MM * SAMPLE_PX_PER_MM * sample.scale;
  const disturbed = [...glares.map(({ box }) => box), ...stains];
  return patches.filter((patch) => !disturbed.some((box) => isNear(patch, box, halo)));
}

interface Grain {
  readonly wide: number;
  readonly high: number;
  /** Side of a cell in input pixels. */
  readonly side: number;
  /** Mean step between neighbours without the largest quarter: lines of a fold are not grain. −1 where there is print. */
  readonly levels: Float32Array;
  /** The same of the smaller half alone: where the lines of a guilloche run close together, the paper between them. */
  readonly quietLevels: Float32Array;
}

const typicalOf = (levels: Float32Array): number => {
  const judged = levels.filter((level) => level >= 0).sort();
  return judged[judged.length >> 1] ?? 0;
};

function measureGrain(sample: PageSample): Grain {
  const { raster, scale } = sample;
  // Whole numbers to the compiler, too: it counts them in the innermost loops.
  const side = Math.round(CELL * scale) | 0;
  const wide = Math.floor(raster.width / side);
  const high = Math.floor(raster.height / side);
  const levels = new Float32Array(wide * high).fill(-1);
  const quietLevels = new Float32Array(wide * high).fill(-1);
  const inked = markInked(sample, wide, high);
  const steps = new Uint16Array(256);
  const oddSteps = new Uint16Array(256);
  const count = Math.ceil(side / 2) * (side - 1);
  for (let cellY = 2; cellY < high - 2; cellY += 1) {
    for (let cellX = 2; cellX < wide - 2; cellX += 1) {
      if (inked[cellY * wide + cellX] === 1) continue;
      countSteps(raster, cellX * side, cellY * side, side, steps, oddSteps);
      levels[cellY * wide + cellX] = meanOfSmallest(steps, count * 0.75);
      quietLevels[cellY * wide + cellX] = meanOfSmallest(steps, count * 0.5);
    }
  }
  return { wide, high, side, levels, quietLevels };
}

/** Cells with ink, or with ink up to two pixels beside them. */
function markInked({ parts, width, height }: PageSample, wide: number, high: number): Uint8Array {
  const inked = new Uint8Array(wide * high);
  for (const { indexes } of parts) {
    for (let i = 0; i < indexes.length; i += 1) {
      const at = indexes[i]!;
      const y = (at / width) | 0;
      const x = at - y * width;
      const left = (Math.max(0, x - 2) / CELL) | 0;
      const right = Math.min(wide - 1, (Math.min(width - 1, x + 2) / CELL) | 0);
      const bottom = Math.min(high - 1, (Math.min(height - 1, y + 2) / CELL) | 0);
      for (let row = (Math.max(0, y - 2) / CELL) | 0; row <= bottom; row += 1) {
        for (let column = left; column <= right; column += 1) inked[row * wide + column] = 1;
      }
    }
  }
  return inked;
}

/**
 * How often neighbours differ by how much. Green carries most of the brightness; every second row is enough. Even and
 * odd steps are counted apart: grain is mostly alike, and counting the same number twice in a row waits for itself.
 */
function countSteps(
  { data, width }: Raster,
  left: number,
  top: number,
  side: number,
  steps: Uint16Array,
  oddSteps: Uint16Array,
): void {
  steps.fill(0);
  oddSteps.fill(0);
  for (let y = top; y < top + side; y += 2) {
    let at = (y * width + left) * 3 + 1;
    const end = at + (side - 1) * 3;
    let last = data[at]!;
    for (; at + 6 <= end; at += 6) {
      const middle = data[at + 3]!;
      const step = Math.abs(middle - last);
      steps[step] = steps[step]! + 1;
      last = data[at + 6]!;
      const next = Math.abs(last - middle);
      oddSteps[next] = oddSteps[next]! + 1;
    }
    if (at < end) {
      const step = Math.abs(data[at + 3]! - last);
      steps[step] = steps[step]! + 1;
    }
  }
  for (let step = 0; step < 256; step += 1) steps[step] = steps[step]! + oddSteps[step]!;
}

function meanOfSmallest(steps: Uint16Array, share: number): number {
  const wanted = Math.floor(share);
  let seen = 0;
  let sum = 0;
  for (let step = 0; step < 256 && seen < wanted; step += 1) {
    const taken = Math.min(steps[step]!, wanted - seen);
    seen += taken;
    sum += taken * step;
  }
  return sum / Math.max(1, wanted);
}

/** Connected cells at least the size of a word (about 10 x 4 mm). */
function patchesOf(sample: PageSample, cells: Uint8Array, grain: Grain): Box[] {
  const { wide, high } = grain;
  return findComponents(cells, wide, high)
    .filter((patch) => {
      const across = patch.right - patch.left + 1;
      const down = patch.bottom - patch.top + 1;
      // What reaches in from the rim is bed, lid or a fold, not a place somebody worked on.
      const touchesRim =
        patch.left <= RIM ||
        patch.top <= RIM ||
        patch.right >= wide - 1 - RIM ||
        patch.bottom >= high - 1 - RIM;
      if (touchesRim) return false;
      if (across < 4 || down < 2 || patch.pixels < 10) return false;
      return patch.pixels / countJudged(patch, grain) > 0.5 && standsOut(patch, cells, grain);
    })
    .map((patch) =>
      toInputBox(sample, [
        patch.left * CELL,
        patch.top * CELL,
        (patch.right - patch.left + 1) * CELL,
        (patch.bottom - patch.top + 1) * CELL,
      ]),
    );
}

/** Whether the paper right around a patch has another grain, not only the page as a whole. */
function standsOut(patch: Patch, cells: Uint8Array, grain: Grain): boolean {
  const { levels, wide, high } = grain;
  const around: number[] = [];
  for (let y = Math.max(0, patch.top - AROUND); y <= Math.min(high - 1, patch.bottom + AROUND); y += 1) {
    for (let x = Math.max(0, patch.left - AROUND); x <= Math.min(wide - 1, patch.right + AROUND); x += 1) {
      const at = y * wide + x;
      if (cells[at] === 0 && levels[at]! >= 0) around.push(levels[at]!);
    }
  }
  const outside = typicalOf(Float32Array.from(around));
  const inside = typicalOf(Float32Array.from(patch.indexes, (at) => levels[at]!));
  return Math.max(inside, outside) > Math.min(inside, outside) * LEAST_CONTRAST;
}

/** Cells of a patch's box without print: what was typed on correction fluid does not make the patch smaller. */
function countJudged({ left, right, top, bottom }: Component, { levels, wide }: Grain): number {
  let judged = 0;
  for (let y = top; y <= bottom; y += 1)
    for (let x = left; x <= right; x += 1) if (levels[y * wide + x]! >= 0) judged += 1;
  return judged;
}
