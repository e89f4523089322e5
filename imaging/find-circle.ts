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
  const stride = Math.max(1, Math.floor(indexes.length / 700));
  const count = Math.ceil(indexes.length / stride);
  if (count < LEAST_POINTS) return undefined;
  const points = new Int32Array(count * 2);
  for (let i = 0; i < count; i += 1) {
    points[i * 2] = indexes[i * stride]! % width;
    points[i * 2 + 1] = Math.floor(indexes[i * stride]! / width);
  }
  let best: Circle | undefined;
  let most = count * 0.12;
  const next = makeSequence(count);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const circle = throughPoints(points, next(), next(), next());
    if (circle === undefined) continue;
    const inliers = countInliers(points, circle);
    if (inliers <= most || !isClosed(points, circle)) continue;
    most = inliers;
    best = circle;
  }
  return best;
}

function countInliers(points: Int32Array, { x, y, radius }: Circle): number {
  const least = (radius - TOLERANCE_PX) ** 2;
  const largest = (radius + TOLERANCE_PX) ** 2;
  let inliers = 0;
  for (let i = 0; i < points.length; i += 2) {
    const across = points[i]! - x;
    const down = points[i + 1]! - y;
    const square = across * across + down * down;
    if (square > least && square < largest) inliers += 1;
  }
  return inliers;
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

function throughPoints(points: Int32Array, one: number, two: number, three: number): Circle | undefined {
  const [ax, ay] = [points[one * 2]!, points[one * 2 + 1]!];
  const [bx, by] = [points[two * 2]!, points[two * 2 + 1]!];
  const [cx, cy] = [points[three * 2]!, points[three * 2 + 1]!];
  const twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by));
  if (Math.abs(twice) < 1) return undefined;
  const [a, b, c] = [ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy];
  const x = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / twice;
  const y = (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / twice;
  const radius = Math.hypot(ax - x, ay - y);
  const radiusMm = radius / SAMPLE_PX_PER_MM;
  return radiusMm >= LEAST_RADIUS_MM && radiusMm <= MOST_RADIUS_MM ? { x, y, radius } : undefined;
}

function isClosed(points: Int32Array, circle: Circle): boolean {
  const sectors = new Uint8Array(SECTORS);
  for (let i = 0; i < points.length; i += 2) {
    const across = points[i]! - circle.x;
    const down = points[i + 1]! - circle.y;
    if (Math.abs(Math.hypot(across, down) - circle.radius) >= TOLERANCE_PX) continue;
    const turn = (Math.atan2(down, across) + Math.PI) / (2 * Math.PI);
    sectors[Math.min(SECTORS - 1, Math.floor(turn * SECTORS))] = 1;
  }
  return sectors.reduce((sum, sector) => sum + sector, 0) >= LEAST_SECTORS;
}
