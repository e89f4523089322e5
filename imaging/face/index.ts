export { eyeAspectRatio, eyesOpenProbability } from './face-eyes.ts';
export {
  extentOf,
  eyeDistancePx,
  type FivePoints,
  findLandmarks,
  followLandmarks,
  type Landmarks,
} from './face-landmarks.ts';
export type { EyeReader, FaceBox, FaceFinder, LandmarkReader } from './face-networks.ts';
export { estimatePose, type HeadPose } from './face-pose.ts';
export { type FaceQuality, measureQuality } from './face-quality.ts';
export {
  type Affine,
  type Box,
  distance,
  fitSimilarity,
  overlapRatio,
  type Point,
  sampleAffine,
} from './geometry.ts';
export {
  areEyesOpen,
  type FrameSize,
  frameLimits,
  type GuidedFace,
  guideFace,
  guidePose,
  type PositionGuidance,
} from './guide-face.ts';
export {
  createOnnxEyeReader,
  createOnnxFinder,
  createOnnxLandmarkReader,
  type Network,
} from './onnx-networks.ts';
export type { Pixels } from './pixels.ts';
export { createFaceTracker, type FaceTracker, type TrackedFrame } from './track-face.ts';
