import type { Point } from '@saoy/imaging';

/** `a·x + b·y = c`, with `a² + b² = 1`. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const LEAST_POINTS = 24;
/** Points this far off belong to another edge or to no edge. */
const TOLERANCE = 1.2;
/** Of what is seen from one side, the ends may show the neighbouring edges. */
const LEAST_SHARE = 0.5;
const TRIES = 200;

/** The straight edge that most points lie on; undefined where no half of them does. */
export function fitEdge(points: readonly Point[]): Edge | undefined {
  if (points.length < LEAST_POINTS) return undefined;
  let best: Point[] = [];
  for (let i = 0; i < TRIES; i += 1) {
    // Pairs spread over all distances, the same every time.
    const first = points[Math.floor(((i * 0.618_033_988_75) % 1) * points.length)]!;
    const second = points[Math.floor(((i * 0.754_877_666_25 + 0.5) % 1) * points.length)]!;
    const edge = through(first, second);
    if (edge === undefined) continue;
    const near = points.filter((point) => offBy(edge, point) <= TOLERANCE);
    if (near.length > best.length) best = near;
  }
  return best.length < points.length * LEAST_SHARE || best.length < LEAST_POINTS
    ? undefined
    : leastSquares(best);
}

/** Where two edges meet; undefined for parallel ones. */
export function meetOf(one: Edge, other: Edge): Point | undefined {
  const determinant = one.a * other.b - other.a * one.b;
  if (Math.abs(determinant) < 0.2) return undefined;
  return [
    (one.c * other.b - other.c * one.b) / determinant,
    (one.a * other.c - other.a * one.c) / determinant,
  ];
}

const offBy = ({ a, b, c }: Edge, [x, y]: Point): number => Math.abs(a * x + b * y - c);

function through([x0, y0]: Point, [x1, y1]: Point): Edge | undefined {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < LEAST_POINTS / 2) return undefined;
  const a = (y1 - y0) / length;
  const b = (x0 - x1) / length;
  return { a, b, c: a * x0 + b * y0 };
}

/** The line with the least squares of distances: through the mean, along the longest spread. */
function leastSquares(points: readonly Point[]): Edge {
  const x = points.reduce((sum, point) => sum + point[0], 0) / points.length;
  const y = points.reduce((sum, point) => sum + point[1], 0) / points.length;
  let [xx, xy, yy] = [0, 0, 0];
  for (const [px, py] of points) {
    xx += (px - x) ** 2;
    xy += (px - x) * (py - y);
    yy += (py - y) ** 2;
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const [a, b] = [-Math.sin(angle), Math.cos(angle)];
  return { a, b, c: a * x + b * y };
}
