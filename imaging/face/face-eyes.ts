import type { Landmarks } from './face-landmarks.ts';
import type { EyeReader } from './face-networks.ts';
import { distance, meanPoint, type Point, sampleAffine, squareAround } from './geometry.ts';
import type { Pixels } from './pixels.ts';

/** The network saw eyes with this much skin about them. */
const padding = 1.6;

/** Eye-aspect ratio (height by width, mean of both eyes): about 0.35 open, below 0.2 closed. */
export const eyeAspectRatio = (points: readonly Point[]): number =>
  (aspectOf(points.slice(36, 42)) + aspectOf(points.slice(42, 48))) / 2;

const aspectOf = (eye: readonly Point[]): number => {
  const [outer, upperA, upperB, inner, lowerB, lowerA] = eye;
  if (!outer || !upperA || !upperB || !inner || !lowerB || !lowerA) return 0;
  return (distance(upperA, lowerA) + distance(upperB, lowerB)) / (2 * distance(outer, inner) || 1);
};

/** Probability that the eyes are open, 0–1, mean of both eyes. */
export const eyesOpenProbability = async (
  reader: EyeReader,
  pixels: Pixels,
  landmarks: Landmarks,
): Promise<number> => {
  const { side } = reader;
  const eyes = [landmarks.points.slice(36, 42), landmarks.points.slice(42, 48)];
  let sum = 0;
  for (const eye of eyes) {
    const width = distance(eye[0] ?? { x: 0, y: 0 }, eye[3] ?? { x: 0, y: 0 });
    const map = squareAround(meanPoint(eye), Math.max(1, width * padding), landmarks.roll, side);
    sum += await reader.read(sampleAffine(pixels, map, side, side));
  }
  return sum / eyes.length;
};
