import { findComponents, type Patch } from './connected-components.ts';
import { type PageSample, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

/** Side of the squares that are burnt out or not: one millimetre. */
const CELL = 6;
/** A smaller patch hides no letter. */
const LEAST_AREA_MM2 = 20;
/** A page whose paper the scanner clips to white is not glare. */
const MOST_SHARE = 0.35;
/** How much darker the paper is beyond the patch (in its halo, and past it). */
const LEAST_FALL = 5;
/** A reflection fades away; a label, a stripe of correction fluid or the lid ends at an edge. */
const LEAST_HALO = 1.6;

export interface Glare {
  readonly box: Box;
  /** Length over width of the patch: foil and lamination reflect in streaks. */
  readonly elongation: number;
}

/** Patches burnt out to flat white with a fading rim: reflections of glass, foil or a lamp. */
export function findGlare(sample: PageSample): Glare[] {
  const wide = Math.floor(sample.width / CELL);
  const high = Math.floor(sample.height / CELL);
  const burnt = findBurntCells(sample, wide, high);
  return findComponents(burnt, wide, high)
    .filter((patch) => {
      if (patch.pixels < LEAST_AREA_MM2 || patch.pixels > burnt.length * MOST_SHARE) return false;
      return fadesAway(patch, sample, wide, high);
    })
    .map((patch) => ({
      box: toInputBox(sample, [
        patch.left * CELL,
        patch.top * CELL,
        (patch.right - patch.left + 1) * CELL,
        (patch.bottom - patch.top + 1) * CELL,
      ]),
      elongation: measureElongation(patch.indexes, wide),
    }));
}

/** Cells that are white without grain or print. */
function findBurntCells({ luma, width }: PageSample, wide: number, high: number): Uint8Array {
  const burnt = new Uint8Array(wide * high);
  for (let cellY = 0; cellY < high; cellY += 1) {
    for (let cellX = 0; cellX < wide; cellX += 1) {
      let sum = 0;
      search: for (let y = cellY * CELL; y < (cellY + 1) * CELL; y += 1) {
        for (let x = cellX * CELL; x < (cellX + 1) * CELL; x += 1) {
          const value = luma[y * width + x]!;
          if (value < 249) {
            sum = 0;
            break search;
          }
          sum += value;
        }
      }
      if (sum >= 252.5 * CELL * CELL) burnt[cellY * wide + cellX] = 1;
    }
  }
  return burnt;
}

/** The paper level of a cell: its 80th percentile. */
function paperLevelOf({ luma, width }: PageSample, cellX: number, cellY: number): number {
  const values = new Uint8Array(CELL * CELL);
  let at = 0;
  for (let y = cellY * CELL; y < (cellY + 1) * CELL; y += 1) {
    for (let x = cellX * CELL; x < (cellX + 1) * CELL; x += 1) values[at++] = luma[y * width + x]!;
  }
  return values.sort()[Math.floor(CELL * CELL * 0.8)]!;
}

/** The paper around a patch, ring by ring outward: it darkens gently, and clearly. */
function fadesAway(patch: Patch, sample: PageSample, wide: number, high: number): boolean {
  const rings = 10;
  const distance = new Uint8Array(wide * high).fill(255);
  let front: number[] = [];
  for (const at of patch.indexes) {
    distance[at] = 0;
    front.push(at);
  }
  const means: number[] = [];
  for (let ring = 1; ring <= rings; ring += 1) {
    const next: number[] = [];
    for (const at of front) {
      const x = at % wide;
      const y = (at - x) / wide;
      for (let side = 0; side < 4; side += 1) {
        const nx = x + (side === 0 ? 1 : side === 1 ? -1 : 0);
        const ny = y + (side === 2 ? 1 : side === 3 ? -1 : 0);
        if (nx < 0 || ny < 0 || nx >= wide || ny >= high) continue;
        const neighbour = ny * wide + nx;
        if (distance[neighbour] !== 255) continue;
        distance[neighbour] = ring;
        next.push(neighbour);
      }
    }
    // Print lowers the level of some cells: the median is that of the paper.
    const levels = next
      .map((at) => paperLevelOf(sample, at % wide, Math.floor(at / wide)))
      .sort((a, b) => a - b);
    means.push(levels[levels.length >> 1] ?? 255);
    front = next;
  }
  const [near = 255, far = 255, beyond = 255] = [means[1], means[5], means[9]];
  const isEdge = near - (means[2] ?? 255) > 3 * Math.max(1, far - beyond) + 25;
  return 255 - beyond >= LEAST_FALL && near - far >= LEAST_HALO && !isEdge;
}

/** From the second moments of the patch. */
function measureElongation(indexes: Int32Array, wide: number): number {
  let sumX = 0;
  let sumY = 0;
  for (const at of indexes) {
    sumX += at % wide;
    sumY += Math.floor(at / wide);
  }
  const [meanX, meanY] = [sumX / indexes.length, sumY / indexes.length];
  let [xx, yy, xy] = [1 / 12, 1 / 12, 0];
  for (const at of indexes) {
    const dx = (at % wide) - meanX;
    const dy = Math.floor(at / wide) - meanY;
    xx += (dx * dx) / indexes.length;
    yy += (dy * dy) / indexes.length;
    xy += (dx * dy) / indexes.length;
  }
  const root = Math.hypot((xx - yy) / 2, xy);
  const middle = (xx + yy) / 2;
  return Math.sqrt((middle + root) / Math.max(1 / 12, middle - root));
}

/** How much longer than wide a reflection of foil is. */
export const STREAK_ELONGATION = 3;
