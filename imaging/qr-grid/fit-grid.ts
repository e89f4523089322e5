import { type Projection, projectOnto } from '../projection.ts';
import { cornersOf, type Grid } from './guess-grids.ts';
import type { LocalLight } from './local-light.ts';
import { layoutOf } from './qr-layout.ts';

/** Of what is known of a code without reading it, so much must look as it should, of 1. */
export const LEAST_LIKENESS = 0.45;

/** What every code of this version shows looks so much as it should: 1 is exactly, 0 by chance. */
export function likenessOf(light: LocalLight, { version, quad }: Grid): number {
  const { fixed, size } = layoutOf(version);
  const map = projectOnto(cornersOf({ quad }), size, size);
  let [alike, all, seen, known] = [0, 0, 0, 0];
  for (let y = 0, at = 0; y < size; y++)
    for (let x = 0; x < size; x++, at++) {
      const kind = fixed[at]!;
      if (kind !== 1 && kind !== -1) continue;
      known++;
      const value = lightAt(light, map, x, y);
      if (value === 0) continue;
      seen++;
      alike -= kind * value;
      all += Math.abs(value);
    }
  return seen * 2 < known || all === 0 ? 0 : alike / all;
}

/** Moves the corners so that known modules look as they should, and the others plainly dark or light. */
export function fitGrid(light: LocalLight, grid: Grid): Grid {
  const quad = Float64Array.from(grid.quad);
  const { size } = layoutOf(grid.version);
  const module = Math.sqrt(areaOf(quad)) / size;
  let best = plainnessOf(light, grid.version, quad);
  for (let step = 0.8 * module; step > 0.08 * module; step /= 2)
    for (let round = 0, isBetter = true; isBetter && round < 4; round++) {
      isBetter = false;
      for (let i = 0; i < quad.length; i++)
        for (const by of [step, -step]) {
          const before = quad[i]!;
          quad[i] = before + by;
          const next = plainnessOf(light, grid.version, quad);
          if (next > best) {
            best = next;
            isBetter = true;
            break;
          }
          quad[i] = before;
        }
    }
  return { version: grid.version, quad };
}

const KNOWN_WEIGHT = 2;

function plainnessOf(light: LocalLight, version: number, quad: Float64Array): number {
  const { fixed, size } = layoutOf(version);
  const map = projectOnto(cornersOf({ quad }), size, size);
  let plain = 0;
  for (let y = 0, at = 0; y < size; y++)
    for (let x = 0; x < size; x++, at++) {
      const kind = fixed[at]!;
      const value = lightAt(light, map, x, y);
      plain += kind === 1 || kind === -1 ? -KNOWN_WEIGHT * kind * value : Math.abs(value);
    }
  return plain;
}

/** At the middle of a module; 0 outside of the picture. */
function lightAt({ data, width, height }: LocalLight, map: Projection, x: number, y: number): number {
  const [u, v] = [x + 0.5, y + 0.5];
  // As projectPoint, without its pair: a code is looked at a hundred thousand times.
  const depth = map[6] * u + map[7] * v + 1;
  const px = (map[0] * u + map[1] * v + map[2]) / depth;
  const py = (map[3] * u + map[4] * v + map[5]) / depth;
  const left = Math.floor(px);
  const top = Math.floor(py);
  if (!(left >= 0 && top >= 0 && left + 1 < width && top + 1 < height)) return 0;
  const i = top * width + left;
  const fx = px - left;
  const fy = py - top;
  const upper = data[i]! * (1 - fx) + data[i + 1]! * fx;
  const lower = data[i + width]! * (1 - fx) + data[i + width + 1]! * fx;
  return upper * (1 - fy) + lower * fy;
}

function areaOf(quad: Float64Array): number {
  let area = 0;
  for (let i = 0; i < 4; i++) {
    const next = (i + 1) % 4;
    area += quad[i * 2]! * quad[next * 2 + 1]! - quad[next * 2]! * quad[i * 2 + 1]!;
  }
  return Math.abs(area) / 2;
}
