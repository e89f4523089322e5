import type { Network } from './face-models.ts';
import {
  type Affine,
  applyAffine,
  type Box,
  distance,
  meanPoint,
  type Point,
  sampleAffine,
  squareAround,
} from './geometry.ts';
import type { Pixels } from './pixels.ts';

const side = 64;
const passes = 3;
/** The network was trained on faces that fill about five sixths of its input. */
const margin = 1.2;

/** Centres of the eyes, tip of the nose, corners of the mouth; "left" is the left of the picture. */
export interface FivePoints {
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly nose: Point;
  readonly leftMouth: Point;
  readonly rightMouth: Point;
}

export interface Landmarks {
  /** The 68 points of the iBUG scheme in picture pixels. */
  readonly points: readonly Point[];
  readonly five: FivePoints;
  /** Turn in the picture plane, radians; positive is clockwise as seen. */
  readonly roll: number;
}

/** Finds the 68 points in the box; each pass looks again at a crop that is turned and sized by the one before. */
export const findLandmarks = async (network: Network, pixels: Pixels, box: Box): Promise<Landmarks> => {
  let centre: Point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  let sizePx = Math.max(box.width, box.height);
  let found = await readPoints(network, pixels, squareAround(centre, sizePx, 0, side));
  for (let pass = 1; pass < passes; pass += 1) {
    ({ centre, sizePx } = extentOf(found));
    found = await readPoints(network, pixels, squareAround(centre, sizePx * margin, found.roll, side));
  }
  return found;
};

const readPoints = async (network: Network, pixels: Pixels, map: Affine): Promise<Landmarks> => {
  const outputs = await network.run(greyOf(sampleAffine(pixels, map, side, side), 256), [1, 1, side, side]);
  const values = outputs['output'] ?? new Float32Array();
  const points = Array.from({ length: 68 }, (_, index) =>
    applyAffine(map, (values[index * 2] ?? 0) * side, (values[index * 2 + 1] ?? 0) * side),
  );
  const five = fivePointsOf(points);
  return {
    points,
    five,
    roll: Math.atan2(five.rightEye.y - five.leftEye.y, five.rightEye.x - five.leftEye.x),
  };
};

const fivePointsOf = (points: readonly Point[]): FivePoints => {
  const at = (index: number): Point => points[index] ?? { x: 0, y: 0 };
  return {
    leftEye: meanPoint(points.slice(36, 42)),
    rightEye: meanPoint(points.slice(42, 48)),
    nose: at(30),
    leftMouth: at(48),
    rightMouth: at(54),
  };
};

const extentOf = ({ points, roll }: Landmarks): { centre: Point; sizePx: number } => {
  const cosine = Math.cos(roll);
  const sine = Math.sin(roll);
  const along = points.map((point) => point.x * cosine + point.y * sine);
  const down = points.map((point) => point.y * cosine - point.x * sine);
  const u = (Math.min(...along) + Math.max(...along)) / 2;
  const v = (Math.min(...down) + Math.max(...down)) / 2;
  return {
    centre: { x: u * cosine - v * sine, y: u * sine + v * cosine },
    sizePx: Math.max(Math.max(...along) - Math.min(...along), Math.max(...down) - Math.min(...down), 1),
  };
};

/** Grey of interleaved RGB, divided by `divisor`. */
export const greyOf = (rgb: Float32Array, divisor: number): Float32Array => {
  const grey = new Float32Array(rgb.length / 3);
  for (let index = 0; index < grey.length; index += 1)
    grey[index] =
      ((rgb[index * 3] ?? 0) * 0.299 +
        (rgb[index * 3 + 1] ?? 0) * 0.587 +
        (rgb[index * 3 + 2] ?? 0) * 0.114) /
      divisor;
  return grey;
};

export const eyeDistancePx = (five: FivePoints): number => distance(five.leftEye, five.rightEye);
