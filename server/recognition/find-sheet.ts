import type { Point, Quad, Raster } from '@saoy/imaging';
import { fitEdge, meetOf } from './fit-edge.ts';

/** Cells along the longer side of the picture. */
const CELLS = 400;
/** Paper is lighter than what it lies on by at least this; a scan of a sheet on a white lid has nothing to crop. */
const LEAST_CONTRAST = 45;
/** Each side of the picture shows what the sheet lies on over this share of its length. */
const LEAST_GROUND = 0.75;
const LEAST_AREA = 0.15;
/** Inside the edges nearly all is paper and print, outside hardly anything is. */
const LEAST_FILLED = 0.8;
const MOST_SPILLED = 0.12;
/** Seen from a slant beyond this, letters on the far side are too small. */
const MOST_FORESHORTENED = 1.7;

interface Grid {
  readonly wide: number;
  readonly high: number;
  /** Pixels of the picture a cell. */
  readonly cell: number;
  readonly luma: Uint8Array;
}

/**
 * The corners of the one light sheet or card that lies wholly inside a picture on a darker ground, as
 * photographs and scans of small papers show it; undefined where the picture is the sheet itself.
 */
export function findSheet(raster: Raster): Quad | undefined {
  if (isLightAround(raster)) return undefined;
  const grid = reduce(raster);
  const level = splitLevel(grid);
  if (level === undefined) return undefined;
  const isPaper = (x: number, y: number): boolean => grid.luma[y * grid.wide + x]! > level;
  const edges = findEdges(grid, isPaper);
  if (edges === undefined) return undefined;
  const corners = [
    meetOf(edges.top, edges.left),
    meetOf(edges.top, edges.right),
    meetOf(edges.bottom, edges.right),
    meetOf(edges.bottom, edges.left),
  ];
  if (!corners.every((corner) => corner !== undefined)) return undefined;
  const quad: Quad = [corners[0]!, corners[1]!, corners[2]!, corners[3]!];
  if (!isPlausible(quad, grid) || !isFilled(quad, grid, isPaper)) return undefined;
  const scale = ([x, y]: Point): Point => [
    Math.min(raster.width, Math.max(0, x * grid.cell)),
    Math.min(raster.height, Math.max(0, y * grid.cell)),
  ];
  return [scale(quad[0]), scale(quad[1]), scale(quad[2]), scale(quad[3])];
}

/** The cheap look that is enough for most scans: nothing can stand out against a light rim. */
function isLightAround({ width, height, data }: Raster): boolean {
  let light = 0;
  let all = 0;
  const look = (x: number, y: number) => {
    all += 1;
    if (data[(y * width + x) * 3 + 1]! > 255 - LEAST_CONTRAST) light += 1;
  };
  for (let x = 0; x < width; x += 8) {
    look(x, 0);
    look(x, height - 1);
  }
  for (let y = 0; y < height; y += 8) {
    look(0, y);
    look(width - 1, y);
  }
  return light * 2 > all;
}

/** The mean of nine points of every cell. */
function reduce({ width, height, data }: Raster): Grid {
  const cell = Math.max(1, Math.max(width, height) / CELLS);
  const wide = Math.floor(width / cell);
  const high = Math.floor(height / cell);
  const luma = new Uint8Array(wide * high);
  for (let y = 0; y < high; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      let sum = 0;
      for (let point = 0; point < 9; point += 1) {
        const column = Math.floor((x + ((point % 3) + 0.5) / 3) * cell);
        const row = Math.floor((y + (Math.floor(point / 3) + 0.5) / 3) * cell);
        const p = (row * width + column) * 3;
        sum += data[p]! * 77 + data[p + 1]! * 150 + data[p + 2]! * 29;
      }
      luma[y * wide + x] = sum / (9 * 256);
    }
  }
  return { wide, high, cell, luma };
}

/** Half-way between paper and ground; undefined unless all four sides of the picture are ground. */
function splitLevel({ wide, high, luma }: Grid): number | undefined {
  const sides = [
    Array.from({ length: wide }, (_, x) => luma[x]!),
    Array.from({ length: wide }, (_, x) => luma[(high - 1) * wide + x]!),
    Array.from({ length: high }, (_, y) => luma[y * wide]!),
    Array.from({ length: high }, (_, y) => luma[y * wide + wide - 1]!),
  ];
  const at = (values: readonly number[], share: number) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
  const ground = at(sides.flat(), 0.5);
  const paper = at(
    [...luma].filter((value) => value > ground + LEAST_CONTRAST / 2),
    0.6,
  );
  if (paper - ground < LEAST_CONTRAST) return undefined;
  const level = (paper + ground) / 2;
  const isGround = (side: readonly number[]) =>
    side.filter((value) => value <= level).length >= side.length * LEAST_GROUND;
  return sides.every(isGround) ? level : undefined;
}

/** Seen from each side of the picture, where paper begins; print and specks are shorter than four cells. */
function findEdges(grid: Grid, isPaper: (x: number, y: number) => boolean) {
  const { wide, high } = grid;
  const depth = 4;
  const walk = (count: number, isPaperAt: (distance: number) => boolean): number | undefined => {
    let run = 0;
    for (let distance = 0; distance < count; distance += 1) {
      run = isPaperAt(distance) ? run + 1 : 0;
      if (run === depth) return distance - depth + 1;
    }
    return undefined;
  };
  const sight = (lanes: number, count: number, isPaperAt: (lane: number, distance: number) => boolean) => {
    const points: Point[] = [];
    for (let lane = 0; lane < lanes; lane += 1) {
      const distance = walk(count, (d) => isPaperAt(lane, d));
      if (distance !== undefined) points.push([lane + 0.5, distance]);
    }
    return points;
  };
  const swap = ([along, across]: Point): Point => [across, along];
  const left = fitEdge(sight(high, wide, (y, x) => isPaper(x, y)).map(swap));
  const right = fitEdge(
    sight(high, wide, (y, x) => isPaper(wide - 1 - x, y)).map(([y, x]): Point => [wide - x, y]),
  );
  const top = fitEdge(sight(wide, high, (x, y) => isPaper(x, y)));
  const bottom = fitEdge(
    sight(wide, high, (x, y) => isPaper(x, high - 1 - y)).map(([x, y]): Point => [x, high - y]),
  );
  if (left === undefined || right === undefined || top === undefined || bottom === undefined)
    return undefined;
  return { left, right, top, bottom };
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

function isPlausible(quad: Quad, { wide, high }: Grid): boolean {
  const isInside = quad.every(
    ([x, y]) => x > -wide * 0.02 && x < wide * 1.02 && y > -high * 0.02 && y < high * 1.02,
  );
  if (!isInside) return false;
  const [a, b, c, d] = quad;
  const turns = quad.map((corner, index) => {
    const [x0, y0] = quad[(index + 3) % 4]!;
    const [x1, y1] = quad[(index + 1) % 4]!;
    return (corner[0] - x0) * (y1 - corner[1]) - (corner[1] - y0) * (x1 - corner[0]);
  });
  if (!turns.every((turn) => turn > 0)) return false;
  const area = Math.abs((a[0] - c[0]) * (b[1] - d[1]) - (b[0] - d[0]) * (a[1] - c[1])) / 2;
  const ratio = (p: number, q: number) => Math.max(p / q, q / p);
  return (
    area >= wide * high * LEAST_AREA &&
    ratio(distance(a, b), distance(d, c)) <= MOST_FORESHORTENED &&
    ratio(distance(a, d), distance(b, c)) <= MOST_FORESHORTENED
  );
}

function isFilled(quad: Quad, { wide, high }: Grid, isPaper: (x: number, y: number) => boolean): boolean {
  const isInside = (x: number, y: number): boolean =>
    quad.every(([x0, y0], index) => {
      const [x1, y1] = quad[(index + 1) % 4]!;
      return (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0;
    });
  let inside = 0;
  let filled = 0;
  let spilled = 0;
  for (let y = 0; y < high; y += 2) {
    for (let x = 0; x < wide; x += 2) {
      const paper = isPaper(x, y) ? 1 : 0;
      if (isInside(x + 0.5, y + 0.5)) {
        inside += 1;
        filled += paper;
      } else spilled += paper;
    }
  }
  return filled >= inside * LEAST_FILLED && spilled <= inside * MOST_SPILLED;
}
