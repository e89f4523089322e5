import { SAMPLE_PX_PER_MM } from './page-sample.ts';

/** The rings of office seals, the inner one included. */
const LEAST_RADIUS_MM = 8;
const MOST_RADIUS_MM = 26;
const SECTORS = 36;
const LEAST_SECTORS = 28;
/** Three random points of a ring that is a third of the shape lie on it together once in 27 tries. */
const TRIES = 1500;
const TOLERANCE_PX = 1.5;
const LEAST_POINTS = 60;

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** The circle that most of a shape's pixels lie on, if it is nearly closed; pixels as positions in a mask. */
export function findCircle(indexes: Int32Array, width: number): Circle | undefined {
  const points: [number, number][] = [];
  const stride = Math.max(1, Math.floor(indexes.length / 700));
  for (let i = 0; i < indexes.length; i += stride) {
    points.push([indexes[i]! % width, Math.floor(indexes[i]! / width)]);
  }
  if (points.length < LEAST_POINTS) return undefined;
  let best: Circle | undefined;
  let most = points.length * 0.12;
  const next = makeSequence(points.length);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const circle = throughPoints(points[next()]!, points[next()]!, points[next()]!);
    if (circle === undefined) continue;
    let inliers = 0;
    for (const [x, y] of points) {
      if (Math.abs(Math.hypot(x - circle.x, y - circle.y) - circle.radius) < TOLERANCE_PX) inliers += 1;
    }
    if (inliers <= most || !isClosed(points, circle)) continue;
    most = inliers;
    best = circle;
  }
  return best;
}

/** The same choice of points every time, so that a page is always judged alike. */
function makeSequence(count: number): () => number {
  let state = 0x2545_f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % count;
  };
}

function throughPoints(
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
  [cx, cy]: readonly [number, number],
): Circle | undefined {
  const twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by));
  if (Math.abs(twice) < 1) return undefined;
  const [a, b, c] = [ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy];
  const x = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / twice;
  const y = (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / twice;
  const radius = Math.hypot(ax - x, ay - y);
  const radiusMm = radius / SAMPLE_PX_PER_MM;
  return radiusMm >= LEAST_RADIUS_MM && radiusMm <= MOST_RADIUS_MM ? { x, y, radius } : undefined;
}

function isClosed(points: readonly [number, number][], circle: Circle): boolean {
  const sectors = new Uint8Array(SECTORS);
  for (const [x, y] of points) {
    if (Math.abs(Math.hypot(x - circle.x, y - circle.y) - circle.radius) >= TOLERANCE_PX) continue;
    const turn = (Math.atan2(y - circle.y, x - circle.x) + Math.PI) / (2 * Math.PI);
    sectors[Math.min(SECTORS - 1, Math.floor(turn * SECTORS))] = 1;
  }
  return sectors.reduce((sum, sector) => sum + sector, 0) >= LEAST_SECTORS;
}
