import type { Point, Projection } from '../projection.ts';

export interface PointPair {
  readonly from: Point;
  readonly to: Point;
}

const UNKNOWNS = 8;

/** The map that takes at least four points nearest to where they belong; undefined where they do not determine one. */
export function fitProjection(pairs: readonly PointPair[]): Projection | undefined {
  const normal = Array.from({ length: UNKNOWNS }, () => new Float64Array(UNKNOWNS + 1));
  const addRow = (row: readonly number[], wanted: number): void => {
    for (let i = 0; i < UNKNOWNS; i++) {
      if (row[i] === 0) continue;
      for (let j = 0; j < UNKNOWNS; j++) normal[i]![j]! += row[i]! * row[j]!;
      normal[i]![UNKNOWNS]! += row[i]! * wanted;
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
  if (solved === undefined) return undefined;
  const of = (i: number): number => solved[i]!;
  return [of(0), of(1), of(2), of(3), of(4), of(5), of(6), of(7)];
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
