import type { Box } from '@saoy/imaging';

/** `x' = a·x + b·y + c`, `y' = d·x + e·y + f`, as `[a, b, c, d, e, f]`. */
export type Affine = readonly [number, number, number, number, number, number];

/** First `inner`, then `outer`. */
export const compose = (outer: Affine, inner: Affine): Affine => {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + b * j, a * h + b * k, a * i + b * l + c, d * g + e * j, d * h + e * k, d * i + e * l + f];
};

export const scaleBy = (factorX: number, factorY: number): Affine => [factorX, 0, 0, 0, factorY, 0];
export const moveBy = (x: number, y: number): Affine => [1, 0, x, 0, 1, y];

export const mapPoint = (map: Affine, x: number, y: number): [number, number] => [
  map[0] * x + map[1] * y + map[2],
  map[3] * x + map[4] * y + map[5],
];

/** The upright box around a mapped box, rounded to whole pixels. */
export function mapBox(map: Affine, box: Readonly<Box>): Box {
  const [x, y, width, height] = box;
  const corners = [
    mapPoint(map, x, y),
    mapPoint(map, x + width, y),
    mapPoint(map, x, y + height),
    mapPoint(map, x + width, y + height),
  ];
  const left = Math.min(...corners.map((corner) => corner[0]));
  const right = Math.max(...corners.map((corner) => corner[0]));
  const top = Math.min(...corners.map((corner) => corner[1]));
  const bottom = Math.max(...corners.map((corner) => corner[1]));
  return [Math.round(left), Math.round(top), Math.round(right - left), Math.round(bottom - top)];
}

/** The inverse; every map here is a rotation with scale, so it exists. */
export function invert(map: Affine): Affine {
  const [a, b, c, d, e, f] = map;
  const determinant = a * e - b * d;
  const [p, q, r, s] = [e / determinant, -b / determinant, -d / determinant, a / determinant];
  return [p, q, -(p * c + q * f), r, s, -(r * c + s * f)];
}
