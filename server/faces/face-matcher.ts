import type { Result } from '@saoy/contracts/result';
import type { Box, FivePoints, Point } from '@saoy/imaging/face';
import type { FaceSearch } from './face-detector.ts';
import type { QuarterTurn } from './pixels.ts';

/** `onnx` is the better and faster one; `face-api` stands beside it as a second opinion of another origin. */
export type FaceEngineName = 'onnx' | 'face-api';

/** What is known of a recogniser; an operator decides by it whether to put in another. */
export interface ModelCard {
  readonly id: string;
  readonly origin: string;
  readonly licence: string;
  readonly trainingData: string;
  readonly input: string;
  readonly thresholds: FaceThresholds;
  /** Least similarity of frames of one sitting: looking at the camera, and turned or nodding (which costs similarity). */
  readonly sameSitting: { readonly frontal: number; readonly turned: number };
  /** Whether its eyes tell closed from open; otherwise nobody is asked to blink. */
  readonly seesBlinks: boolean;
  readonly errorRates: { readonly sample: string; readonly tarAtFar: Readonly<Record<string, number>> };
}

/** Cosine similarities: at least `match` is a match, at least `refer` goes to staff, less is no match. */
export interface FaceThresholds {
  readonly match: number;
  readonly refer: number;
}

export type FaceDecision = 'match' | 'refer' | 'no-match';

export interface FaceComparison {
  /** Cosine of the two embeddings, −1 to 1. */
  readonly similarity: number;
  readonly decision: FaceDecision;
  readonly thresholds: FaceThresholds;
  /** Id of the model card. */
  readonly model: string;
}

/** A face in the picture; lengths in pixels of the input after EXIF rotation, angles in degrees (see HeadPose). */
export interface DetectedFace {
  readonly box: Box;
  readonly score: number;
  readonly landmarks5: FivePoints;
  /** The 68 points of the iBUG scheme. */
  readonly landmarks68: readonly Point[];
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** Eye-aspect ratio: about 0.35 open, below 0.2 closed. */
  readonly eyeOpenness: number;
  /** A second opinion on the eyes, 0–1, by a network that sees the eye itself. */
  readonly eyesOpenProbability: number;
  readonly eyeDistancePx: number;
  readonly sharpness: number;
  /** Mean grey of the face, 0–255. */
  readonly brightness: number;
  /** By a mask or a cloth. */
  readonly isMouthCovered: boolean;
}

export interface FaceDetection {
  /** Clockwise turn that made the faces upright; sizes and faces are those of the turned picture. */
  readonly turnedDegrees: QuarterTurn;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Upright faces, the main one first: large and near the middle. */
  readonly faces: readonly DetectedFace[];
}

export interface FaceObservation extends FaceDetection {
  /** Of the main face, when asked for and a face was found. */
  readonly embedding: Float32Array | null;
  /**
   * Of the main face, when asked for: 0 looks like paper or a screen, 1 like a person; null where the engine has no
   * such network. A weak signal that is often wrong.
   */
  readonly passiveLiveness: number | null;
}

export interface ObserveOptions {
  readonly search?: FaceSearch;
  readonly embed?: boolean;
  readonly scoreLiveness?: boolean;
}

/**
 * Finds and compares faces 1:1. Calls run outside the event loop, as many at once as there are workers; nothing is
 * written to disk.
 * Fails with `image.unreadable`, `image.too-large`, `identity.busy` (too many waiting) or
 * `identity.matcher-unavailable` (the engine could not start or did not answer in time).
 */
export interface FaceMatcher {
  readonly card: ModelCard;
  detectFaces(image: Uint8Array, options?: { search?: FaceSearch }): Promise<Result<FaceDetection>>;
  /** Faces and, if asked, the embedding of the main one, from one decoding of the picture. */
  observe(image: Uint8Array, options?: ObserveOptions): Promise<Result<FaceObservation>>;
  /** The embedding of the one clear main face; also fails with `identity.no-face`, `identity.several-faces`. */
  embed(image: Uint8Array, options?: { search?: FaceSearch }): Promise<Result<EmbeddedFace>>;
  compare(a: Float32Array, b: Float32Array): FaceComparison;
  /** Loads the models now instead of at the first call. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

export interface EmbeddedFace {
  readonly face: DetectedFace;
  readonly embedding: Float32Array;
}
