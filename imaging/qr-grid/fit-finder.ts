import type { Point } from '../projection.ts';
import type { FinderGuess } from './find-finders.ts';
import type { LocalLight } from './local-light.ts';

/** A finder pattern as it lies: its middle, and the way to the next module in its two directions. */
export interface Finder {
  readonly middle: Point;
  readonly across: Point;
  readonly down: Point;
  /** How like the pattern it looks; 1 is exactly. */
  readonly likeness: number;
}

/** Samples of a module's side. */
const SAMPLES = 2;
/** The pattern and the light ring around it. */
const REACH = 4.5;
const TURNS_DEGREES = [-40, -28, -16, -5, 5, 16, 28, 40] as const;
/** What looks less like the pattern before it is fitted is none. */
const LEAST_AT_FIRST = 0.4;
const LEAST_SEEN_SHARE = 0.7;

interface Sample {
  readonly u: number;
  readonly v: number;
  readonly wanted: number;
}

const samples: readonly Sample[] = (() => {
  const all: Sample[] = [];
  for (let v = -REACH + 0.5 / SAMPLES; v < REACH; v += 1 / SAMPLES)
    for (let u = -REACH + 0.5 / SAMPLES; u < REACH; u += 1 / SAMPLES) {
      const away = Math.max(Math.abs(u), Math.abs(v));
      all.push({ u, v, wanted: away < 1.5 || (away > 2.5 && away < 3.5) ? -1 : 1 });
    }
  return all;
})();

/** Lays the pattern upon the picture as exactly as it can; undefined where there is none. */
export function fitFinder(light: LocalLight, guess: FinderGuess): Finder | undefined {
  const starts = TURNS_DEGREES.map((degrees) => {
    const turn = (degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const [m, n] = [(guess.across * cos) / 7, (guess.down * cos) / 7];
    return [guess.x, guess.y, m * cos, m * sin, -n * sin, n * cos];
  });
  const first = starts
    .map((start) => ({ start, score: likenessAt(light, start) }))
    .sort((a, b) => b.score - a.score)[0]!;
  if (first.score < LEAST_AT_FIRST) return undefined;
  const best = climb(light, first.start);
  const [x, y, ax, ay, dx, dy] = best.at as [number, number, number, number, number, number];
  return { middle: [x, y], across: [ax, ay], down: [dx, dy], likeness: best.score };
}

/** Tries each number a little more and a little less, by ever smaller steps. */
function climb(light: LocalLight, start: readonly number[]): { at: number[]; score: number } {
  const at = [...start];
  let score = likenessAt(light, at);
  const module = Math.hypot(at[2]!, at[3]!);
  for (let step = 0.25 * module; step > 0.02 * module; step /= 2)
    for (let round = 0, isBetter = true; isBetter && round < 4; round++) {
      isBetter = false;
      for (let i = 0; i < at.length; i++)
        for (const sign of [1, -1]) {
          // A step of the ways to the next module shows most three modules away.
          const by = (sign * step) / (i < 2 ? 1 : 3);
          at[i]! += by;
          const next = likenessAt(light, at);
          if (next > score) {
            score = next;
            isBetter = true;
          } else at[i]! -= by;
        }
    }
  return { at, score };
}

/** Correlation of the pattern with what is seen of it. */
function likenessAt({ data, width, height }: LocalLight, at: readonly number[]): number {
  const [x, y, ax, ay, dx, dy] = at as [number, number, number, number, number, number];
  let [count, sum, squares, wantedSum, product] = [0, 0, 0, 0, 0];
  for (const { u, v, wanted } of samples) {
    const px = x + u * ax + v * dx;
    const py = y + u * ay + v * dy;
    const [left, top] = [Math.floor(px), Math.floor(py)];
    if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) continue;
    const i = top * width + left;
    const [fx, fy] = [px - left, py - top];
    const upper = data[i]! * (1 - fx) + data[i + 1]! * fx;
    const lower = data[i + width]! * (1 - fx) + data[i + width + 1]! * fx;
    const value = upper * (1 - fy) + lower * fy;
    count++;
    sum += value;
    squares += value * value;
    wantedSum += wanted;
    product += value * wanted;
  }
  if (count < samples.length * LEAST_SEEN_SHARE) return 0;
  const spread = Math.sqrt((squares - (sum * sum) / count) * (count - (wantedSum * wantedSum) / count));
  return spread > 0 ? (product - (sum * wantedSum) / count) / spread : 0;
}
