import type { LandmarkReader } from './face-networks.ts';
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

const defaultPasses = 3;
/** The networks were trained on faces that fill about five sixths of their input. */
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
export const findLandmarks = async (
  reader: LandmarkReader,
  pixels: Pixels,
  box: Box,
  passes = defaultPasses,
): Promise<Landmarks> => {
  const centre: Point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const sizePx = Math.max(box.width, box.height);
  let found = await readPoints(reader, pixels, squareAround(centre, sizePx, 0, reader.side));
  for (let pass = 1; pass < passes; pass += 1) found = await followLandmarks(reader, pixels, found);
  return found;
};

/** Looks once more where the points were, in the same picture or in the next one of a video. */
export const followLandmarks = (
  reader: LandmarkReader,
  pixels: Pixels,
  before: Landmarks,
): Promise<Landmarks> => {
  const { centre, sizePx } = extentOf(before);
  return readPoints(reader, pixels, squareAround(centre, sizePx * margin, before.roll, reader.side));
};

const readPoints = async (reader: LandmarkReader, pixels: Pixels, map: Affine): Promise<Landmarks> => {
  const { side } = reader;
  const shares = await reader.read(sampleAffine(pixels, map, side, side));
  const points = shares.map(({ x, y }) => applyAffine(map, x * side, y * side));
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

/** The upright square about the points, in picture pixels. */
export const extentOf = ({
  points,
  roll,
}: Pick<Landmarks, 'points' | 'roll'>): { centre: Point; sizePx: number } => {
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

export const eyeDistancePx = (five: FivePoints): number => distance(five.leftEye, five.rightEye);
