import { greyOf } from './grey-of.ts';

export interface FaceQuality {
  /** Mean strength of edges in the aligned face, about 3 when blurred and above 6 when sharp. */
  readonly sharpness: number;
  /** Mean grey of the face, 0–255. */
  readonly brightness: number;
}

const side = 112;

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
  return { brightness, sharpness: (edges / count / Math.max(20, brightness)) * 100 };
};
