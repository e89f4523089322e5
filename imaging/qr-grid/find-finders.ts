import type { LocalLight } from './local-light.ts';

/** Where lines through a pattern cross 1 dark, 1 light, 3 dark, 1 light, 1 dark. */
export interface FinderGuess {
  readonly x: number;
  readonly y: number;
  /** Width and height of the pattern along the axes of the picture. */
  readonly across: number;
  readonly down: number;
  /** How many rows agreed. */
  readonly rows: number;
}

const LEAST_MODULE_PX = 1.4;
const MOST_MODULE_PX = 16;
/** How far a module may be off, in modules: blur and sampling widen some and narrow others. */
const STRAY = 0.65;
const STRAY_OF_MIDDLE = 1.1;

/** Candidates for the three large squares of a code, those seen on most rows first. */
export function findFinders(light: LocalLight, most: number): FinderGuess[] {
  const { width, height } = light;
  const found: { x: number; y: number; across: number; down: number; rows: number }[] = [];
  const edges = new Float64Array(width + 1);
  for (let y = 1; y < height - 1; y++) {
    const { count, beginsDark } = boundaries(light, y * width, 1, width, edges);
    for (let i = beginsDark ? 0 : 1; i + 5 < count; i += 2) {
      const across = patternAt(edges, i);
      if (across === undefined) continue;
      const x = (edges[i + 2]! + edges[i + 3]!) / 2;
      const upright = crossDown(light, Math.round(x), y, across);
      if (upright === undefined) continue;
      const near = found.find(
        (other) => Math.abs(other.x - x) < across / 5 && Math.abs(other.y - upright.y) < across / 5,
      );
      if (near === undefined) found.push({ x, y: upright.y, across, down: upright.down, rows: 1 });
      else {
        near.x += (x - near.x) / (near.rows + 1);
        near.y += (upright.y - near.y) / (near.rows + 1);
        near.across += (across - near.across) / (near.rows + 1);
        near.down += (upright.down - near.down) / (near.rows + 1);
        near.rows++;
      }
    }
  }
  return found
    .filter(({ rows }) => rows > 1)
    .sort((a, b) => b.rows / b.down - a.rows / a.down)
    .slice(0, most);
}

/** Between which pixels dark turns light and back, to parts of a pixel. */
function boundaries(
  { data }: LocalLight,
  start: number,
  step: number,
  length: number,
  edges: Float64Array,
): { readonly count: number; readonly beginsDark: boolean } {
  let count = 0;
  let before = data[start]!;
  // The first edge is where the first run begins.
  edges[count++] = 0;
  const beginsDark = before < 0;
  for (let i = 1; i < length; i++) {
    const here = data[start + i * step]!;
    if (here < 0 !== before < 0)
      edges[count++] = i - 0.5 + (here + before) / (2 * (before - here)) || i - 0.5;
    before = here;
  }
  return { count, beginsDark };
}

/** The width of the pattern whose first dark run begins at an edge. */
function patternAt(edges: Float64Array, i: number): number | undefined {
  const whole = edges[i + 5]! - edges[i]!;
  const module = whole / 7;
  if (module < LEAST_MODULE_PX || module > MOST_MODULE_PX) return undefined;
  for (let run = 0; run < 5; run++) {
    const isMiddle = run === 2;
    const away = Math.abs(edges[i + run + 1]! - edges[i + run]! - (isMiddle ? 3 : 1) * module);
    if (away > (isMiddle ? STRAY_OF_MIDDLE : STRAY) * module) return undefined;
  }
  return whole;
}

/** The same pattern through the same middle from top to bottom. */
function crossDown(
  light: LocalLight,
  x: number,
  y: number,
  across: number,
): { readonly y: number; readonly down: number } | undefined {
  const reach = Math.ceil(across * 1.6);
  const top = Math.max(0, y - reach);
  const length = Math.min(light.height, y + reach + 1) - top;
  const edges = new Float64Array(length + 1);
  const { count, beginsDark } = boundaries(light, top * light.width + x, light.width, length, edges);
  for (let i = beginsDark ? 0 : 1; i + 5 < count; i += 2) {
    if (edges[i + 2]! + top > y + 0.5 || edges[i + 3]! + top < y - 0.5) continue;
    const down = patternAt(edges, i);
    if (down === undefined || down > across * 2.5 || across > down * 2.5) continue;
    return { y: top + (edges[i + 2]! + edges[i + 3]!) / 2, down };
  }
  return undefined;
}
