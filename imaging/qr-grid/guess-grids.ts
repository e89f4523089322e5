import { type Point, projectPoint, type Quad } from '../projection.ts';
import type { Box } from '../raster.ts';
import type { Finder } from './fit-finder.ts';
import { fitProjection, type PointPair } from './fit-projection.ts';
import { MOST_VERSION } from './qr-layout.ts';

/** A code's square as it may lie in the picture. */
export interface Grid {
  readonly version: number;
  /** x and y of the corners: left top, right top, right bottom, left bottom. */
  readonly quad: Float64Array;
}

/** The corners as points. */
export const cornersOf = ({ quad }: Pick<Grid, 'quad'>): Quad => [
  [quad[0]!, quad[1]!],
  [quad[2]!, quad[3]!],
  [quad[4]!, quad[5]!],
  [quad[6]!, quad[7]!],
];

type Role = 'left top' | 'right top' | 'left bottom';

/** Where the middle of a finder stands, as shares of what lies between the middles of two. */
const PLACES: Readonly<Record<Role, Point>> = {
  'left top': [0, 0],
  'right top': [1, 0],
  'left bottom': [0, 1],
};
const PAIRS: readonly (readonly [Role, Role])[] = [
  ['left top', 'right top'],
  ['left top', 'left bottom'],
  ['right top', 'left bottom'],
];
/** Finders of one code are about of a size, even tilted. */
const MOST_RATIO = 2.2;
const MOST_MODULES_APART = 10 + 4 * (MOST_VERSION + 1);
const FINDER_REACH = 3.5;

/**
 * Every code that two or three of the finders may belong to. One of three may be hidden or outside of the picture: the
 * other two tell with their corners how the code lies.
 */
export function guessGrids(finders: readonly Finder[]): Grid[] {
  const grids: Grid[] = [];
  for (const first of finders)
    for (const second of finders) {
      if (first === second || !areAlike(first, second)) continue;
      for (const roles of PAIRS) grids.push(...guessPair([first, second], roles));
      for (const third of finders)
        if (
          third !== first &&
          third !== second &&
          areAlike(first, third) &&
          isRightHanded(first, second, third)
        )
          grids.push(...guessTriple([first, second, third]));
    }
  return grids;
}

const sizeOf = ({ across, down }: Finder): number =>
  Math.sqrt(Math.abs(across[0] * down[1] - across[1] * down[0]));

function areAlike(a: Finder, b: Finder): boolean {
  const ratio = sizeOf(a) / sizeOf(b);
  const apart = Math.hypot(a.middle[0] - b.middle[0], a.middle[1] - b.middle[1]);
  const size = Math.max(sizeOf(a), sizeOf(b));
  return (
    ratio < MOST_RATIO &&
    ratio > 1 / MOST_RATIO &&
    apart > 7 * size &&
    apart < MOST_MODULES_APART * size * 1.5
  );
}

/** Going on from the way right one turns right to get down. */
const isRightHanded = (corner: Finder, right: Finder, below: Finder): boolean =>
  (right.middle[0] - corner.middle[0]) * (below.middle[1] - corner.middle[1]) -
    (right.middle[1] - corner.middle[1]) * (below.middle[0] - corner.middle[0]) >
  0;

function guessPair(finders: readonly [Finder, Finder], roles: readonly [Role, Role]): Grid[] {
  const [from, to] = [PLACES[roles[0]], PLACES[roles[1]]];
  const way: Point = [to[0] - from[0], to[1] - from[1]];
  const turned = finders.map((finder) => turnToward(finder, finders, way));
  const modules = modulesBetween(finders, turned, way);
  return versionsOf(modules, 1).flatMap((version) => gridOf(version, turned, roles));
}

function guessTriple(finders: readonly [Finder, Finder, Finder]): Grid[] {
  const [corner, right, below] = finders;
  const turned = [corner, right].map((finder) => turnToward(finder, [corner, right], [1, 0]));
  turned.push(turnToward(below, [corner, below], [0, 1]));
  const modules =
    (modulesBetween([corner, right], turned.slice(0, 2), [1, 0]) +
      modulesBetween([corner, below], [turned[0]!, turned[2]!], [0, 1])) /
    2;
  return versionsOf(modules, 1).flatMap((version) =>
    gridOf(version, turned, ['left top', 'right top', 'left bottom']),
  );
}

/** The pattern looks the same in four turns: the one in which a way of the code points to the other finder. */
function turnToward(finder: Finder, [a, b]: readonly Finder[], way: Point): Finder {
  const toward: Point = [b!.middle[0] - a!.middle[0], b!.middle[1] - a!.middle[1]];
  let best = finder;
  let most = Number.NEGATIVE_INFINITY;
  let turned = finder;
  for (let quarter = 0; quarter < 4; quarter++) {
    const [x, y] = wayOf(turned, way);
    const fit = (x * toward[0] + y * toward[1]) / Math.hypot(x, y);
    if (fit > most) [best, most] = [turned, fit];
    turned = { ...turned, across: turned.down, down: [-turned.across[0], -turned.across[1]] };
  }
  return best;
}

const wayOf = ({ across, down }: Finder, way: Point): Point => [
  way[0] * across[0] + way[1] * down[0],
  way[0] * across[1] + way[1] * down[1],
];

function modulesBetween([a, b]: readonly Finder[], turned: readonly Finder[], way: Point): number {
  const apart = Math.hypot(b!.middle[0] - a!.middle[0], b!.middle[1] - a!.middle[1]);
  const steps = turned.map((finder) => Math.hypot(...wayOf(finder, way)));
  return (2 * apart) / (steps[0]! + steps[1]!);
}

function versionsOf(modulesApart: number, around: number): number[] {
  const likely = Math.round((modulesApart - 10) / 4);
  const versions: number[] = [];
  for (let version = likely - around; version <= likely + around; version++)
    if (version >= 1 && version <= MOST_VERSION) versions.push(version);
  return versions;
}

/** In units of the code and of its size in the picture, so that the equations are well conditioned. */
function gridOf(version: number, finders: readonly Finder[], roles: readonly Role[]): Grid[] {
  const size = 17 + 4 * version;
  const span = size - 7;
  const scale = sizeOf(finders[0]!) * size;
  const [ox, oy] = finders[0]!.middle;
  const pairs: PointPair[] = [];
  for (const [i, { middle, across, down }] of finders.entries()) {
    const [px, py] = PLACES[roles[i]!];
    for (const [u, v] of [
      [0, 0],
      [-FINDER_REACH, -FINDER_REACH],
      [FINDER_REACH, -FINDER_REACH],
      [FINDER_REACH, FINDER_REACH],
      [-FINDER_REACH, FINDER_REACH],
    ] as const)
      pairs.push({
        from: [(FINDER_REACH + px * span + u) / size, (FINDER_REACH + py * span + v) / size],
        to: [
          (middle[0] + u * across[0] + v * down[0] - ox) / scale,
          (middle[1] + u * across[1] + v * down[1] - oy) / scale,
        ],
      });
  }
  const map = fitProjection(pairs);
  if (map === undefined) return [];
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ] as const;
  const quad = corners.flatMap(([x, y]) => {
    const [u, v] = projectPoint(map, x, y);
    return [u * scale + ox, v * scale + oy];
  });
  return quad.every(Number.isFinite) && isConvex(quad) ? [{ version, quad: Float64Array.from(quad) }] : [];
}

function isConvex(quad: readonly number[]): boolean {
  for (let i = 0; i < 4; i++) {
    const [x0, y0] = [quad[i * 2]!, quad[i * 2 + 1]!];
    const [x1, y1] = [quad[((i + 1) % 4) * 2]!, quad[((i + 1) % 4) * 2 + 1]!];
    const [x2, y2] = [quad[((i + 2) % 4) * 2]!, quad[((i + 2) % 4) * 2 + 1]!];
    if ((x1 - x0) * (y2 - y1) - (y1 - y0) * (x2 - x1) <= 0) return false;
  }
  return true;
}

/** What of the code lies in the picture. */
export function boxOfGrid(
  { quad }: Grid,
  { width, height }: { readonly width: number; readonly height: number },
): Box {
  const xs = [0, 2, 4, 6].map((i) => Math.max(0, Math.min(width, quad[i]!)));
  const ys = [1, 3, 5, 7].map((i) => Math.max(0, Math.min(height, quad[i]!)));
  const [left, top] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
  return [left, top, Math.ceil(Math.max(...xs)) - left, Math.ceil(Math.max(...ys)) - top];
}
