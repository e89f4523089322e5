import type { EyeReader, FaceFinder, LandmarkReader, Landmarks, Pixels } from '@saoy/imaging/face';

/** A face as found, for the network that describes it. */
export interface FoundFace {
  readonly pixels: Pixels;
  readonly landmarks: Landmarks;
}

/** The networks of one engine; search, alignment, pose and quality around them are the same for all engines. */
export interface FaceNetworks {
  /** For a person before a camera. */
  readonly finder: FaceFinder;
  /** For a small portrait somewhere on a page. */
  readonly pageFinder: FaceFinder;
  readonly landmarks: LandmarkReader;
  /** null where an engine has no network for eyes: then their shape alone counts. */
  readonly eyes: EyeReader | null;
  /** The unit vector that stands for the face. */
  embed(face: FoundFace): Promise<Float32Array>;
  /** Passive score of a live face, 0–1; null where an engine has none. */
  readonly liveness: ((face: FoundFace) => Promise<number>) | null;
}
