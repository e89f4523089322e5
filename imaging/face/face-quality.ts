import { greyOf } from './grey-of.ts';

export interface FaceQuality {
  /** Mean strength of edges in the aligned face, about 3 when blurred and above 6 when sharp. */
  readonly sharpness: number;
  /** Mean grey of the face, 0–255. */
  readonly brightness: number;
  /** A mask or a cloth before the mouth: no lips, and far less relief than about the eyes. */
  readonly isMouthCovered: boolean;
}

const side = 112;

/** Of 807 photos of bare faces none has both so little contrast and so little red at the mouth; 19 of 20 drawn masks have. */
const leastMouthContrast = 0.7;
const leastLipRedness = 5;
/** In a picture without colour nobody's lips are red. */
const leastSkinRedness = 4;

/** Measures an aligned face of 112×112, leaving out its rim, which may lie outside the picture. */
export const measureQuality = (aligned: Float32Array): FaceQuality => {
  const grey = greyOf(aligned, 1);
  const at = (row: number, column: number): number => grey[row * side + column] ?? 0;
  let brightness = 0;
  let edges = 0;
  let count = 0;
  for (let row = 30; row < 100; row += 1)
    for (let column = 24; column < 88; column += 1) {
      brightness += at(row, column);
      edges += Math.abs(
        4 * at(row, column) -
          at(row - 1, column) -
          at(row + 1, column) -
          at(row, column - 1) -
          at(row, column + 1),
      );
      count += 1;
    }
  brightness /= count;
  // By contrast, so that a dark face is not called blurred.
  return {
    brightness,
    sharpness: (edges / count / Math.max(20, brightness)) * 100,
    isMouthCovered: isMouthCovered(aligned, grey),
  };
};

interface Patch {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const eyes: Patch = { left: 28, right: 84, top: 44, bottom: 58 };
const mouth: Patch = { left: 40, right: 72, top: 84, bottom: 102 };
const lips: Patch = { left: 46, right: 66, top: 88, bottom: 97 };

const isMouthCovered = (aligned: Float32Array, grey: Float32Array): boolean =>
  deviationIn(grey, mouth) < leastMouthContrast * deviationIn(grey, eyes) &&
  rednessIn(aligned, lips) < leastLipRedness &&
  rednessIn(aligned, eyes) >= leastSkinRedness;

const deviationIn = (grey: Float32Array, patch: Patch): number => {
  const values = valuesIn(patch, (at) => grey[at] ?? 0);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

/** Mean of red less green. */
const rednessIn = (rgb: Float32Array, patch: Patch): number => {
  const values = valuesIn(patch, (at) => (rgb[at * 3] ?? 0) - (rgb[at * 3 + 1] ?? 0));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

const valuesIn = ({ left, right, top, bottom }: Patch, read: (at: number) => number): number[] => {
  const values: number[] = [];
  for (let row = top; row < bottom; row += 1)
    for (let column = left; column < right; column += 1) values.push(read(row * side + column));
  return values;
};
