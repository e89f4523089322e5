import { type Box, type Projection, projectPoint } from '@saoy/imaging';
import { type Affine, mapPoint } from './affine.ts';

/** The upright box around a projected box, rounded to whole pixels. */
export function projectBox(projection: Projection, [x, y, width, height]: Box): Box {
  const corners = [
    projectPoint(projection, x, y),
    projectPoint(projection, x + width, y),
    projectPoint(projection, x, y + height),
    projectPoint(projection, x + width, y + height),
  ];
  const left = Math.round(Math.min(...corners.map((corner) => corner[0])));
  const right = Math.round(Math.max(...corners.map((corner) => corner[0])));
  const top = Math.round(Math.min(...corners.map((corner) => corner[1])));
  const bottom = Math.round(Math.max(...corners.map((corner) => corner[1])));
  return [left, top, right - left, bottom - top];
}

/** First `inner`, then `outer`. */
export function composeProjection(outer: Projection, inner: Affine): Projection {
  const [a, b, c, d, e, f, g, h] = outer;
  const [p, q, r, s, t, u] = inner;
  const depth = g * r + h * u + 1;
  return [
    (a * p + b * s) / depth,
    (a * q + b * t) / depth,
    (a * r + b * u + c) / depth,
    (d * p + e * s) / depth,
    (d * q + e * t) / depth,
    (d * r + e * u + f) / depth,
    (g * p + h * s) / depth,
    (g * q + h * t) / depth,
  ];
}

/** The plain map nearest to a projection over a page of this size: mean of opposite sides, same centre. */
export function nearestAffine(projection: Projection, width: number, height: number): Affine {
  const [topLeft, topRight, bottomRight, bottomLeft] = [
    projectPoint(projection, 0, 0),
    projectPoint(projection, width, 0),
    projectPoint(projection, width, height),
    projectPoint(projection, 0, height),
  ];
  const across = (axis: 0 | 1) =>
    (topRight[axis] - topLeft[axis] + bottomRight[axis] - bottomLeft[axis]) / (2 * width);
  const down = (axis: 0 | 1) =>
    (bottomLeft[axis] - topLeft[axis] + bottomRight[axis] - topRight[axis]) / (2 * height);
  const linear: Affine = [across(0), down(0), 0, across(1), down(1), 0];
  const [x, y] = mapPoint(linear, width / 2, height / 2);
  const middle = (axis: 0 | 1) => (topLeft[axis] + topRight[axis] + bottomRight[axis] + bottomLeft[axis]) / 4;
  return [linear[0], linear[1], middle(0) - x, linear[3], linear[4], middle(1) - y];
}
