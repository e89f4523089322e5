import type { Box, Point } from './geometry.ts';
import type { Pixels } from './pixels.ts';

export interface FaceBox extends Box {
  readonly score: number;
}

/** A network that looks for faces in a window of one size. */
export interface FaceFinder {
  readonly windowWidth: number;
  readonly windowHeight: number;
  readonly minScore: number;
  /** In tiles of a large picture texture looks like small faces more often. */
  readonly minTileScore: number;
  /** Boxes of at least `minScore` in a picture of exactly the window's size, in its pixels; they may overlap. */
  find(window: Pixels): Promise<FaceBox[]>;
}

/** A network that reads the 68 points of the iBUG scheme. */
export interface LandmarkReader {
  /** Side of its square input in pixels. */
  readonly side: number;
  /** The points as shares of the side, from interleaved RGB of 0–255. */
  read(face: Float32Array): Promise<Point[]>;
}

/** A network that tells open eyes from closed ones. */
export interface EyeReader {
  readonly side: number;
  /** Probability that the eye is open, from interleaved RGB of 0–255. */
  read(eye: Float32Array): Promise<number>;
}
