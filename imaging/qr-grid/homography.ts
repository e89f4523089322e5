/** A perspective map of the plane, row by row; the last element is 1. */
export type Homography = Float64Array;

export type Point = readonly [x: number, y: number];

export interface PointPair {
  readonly from: Point;
  readonly to: Point;
}

export function mapPoint(h: Homography, x: number, y: number): Point {
  const w = h[6]! * x + h[7]! * y + h[8]!;
  return [(h[0]! * x + h[1]! * y + h[2]!) / w, (h[3]! * x + h[4]! * y + h[5]!) / w];
}

/** The map that takes at least four points nearest to where they belong; undefined where they do not determine one. */
export function fitHomography(pairs: readonly PointPair[]): Homography | undefined {
  const unknowns = 8;
  const normal = Array.from({ length: unknowns }, () => new Float64Array(unknowns + 1));
  const addRow = (row: readonly number[], wanted: number): void => {
    for (let i = 0; i < unknowns; i++) {
      if (row[i] === 0) continue;
      for (let j = 0; j < unknowns; j++) normal[i]![j]! += row[i]! * row[j]!;
      normal[i]![unknowns]! += row[i]! * wanted;
    }
  };
  for (const {
    from: [x, y],
    to: [u, v],
  } of pairs) {
    addRow([x, y, 1, 0, 0, 0, -u * x, -u * y], u);
    addRow([0, 0, 0, x, y, 1, -v * x, -v * y], v);
  }
  const solved = solveLinear(normal);
  return solved === undefined ? undefined : Float64Array.from([...solved, 1]);
}

/** Takes the square from (0, 0) to (side, side) to four corners: left top, right top, right bottom, left bottom. */
export function squareToQuad(side: number, quad: ArrayLike<number>): Homography {
  const [x0, y0, x1, y1] = [quad[0]!, quad[1]!, quad[2]!, quad[3]!];
  const [x2, y2, x3, y3] = [quad[4]!, quad[5]!, quad[6]!, quad[7]!];
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dy1, dx2, dy2] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  const area = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / area;
  const h = (dx1 * sy - sx * dy1) / area;
  return Float64Array.of(
    (x1 - x0 + g * x1) / side,
    (x3 - x0 + h * x3) / side,
    x0,
    (y1 - y0 + g * y1) / side,
    (y3 - y0 + h * y3) / side,
    y0,
    g / side,
    h / side,
    1,
  );
}

/** Gauss with pivots on rows whose last element is the right side; undefined when singular. */
export function solveLinear(rows: Float64Array[]): Float64Array | undefined {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const head = rows[column]!;
    if (Math.abs(head[column]!) < 1e-12) return undefined;
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / head[column]!;
      if (factor !== 0) for (let i = column; i <= n; i++) rows[row]![i]! -= factor * head[i]!;
    }
  }
  return Float64Array.from(rows, (row, i) => row[n]! / row[i]!);
}
