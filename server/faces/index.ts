export { compareEmbeddings, cosineSimilarity, decideBySimilarity } from './compare-embeddings.ts';
export { type ComparedPair, compareFiles, comparePairs } from './compare-files.ts';
export type { FaceSearch } from './face-detector.ts';
export type { FivePoints } from './face-landmarks.ts';
export type {
  DetectedFace,
  EmbeddedFace,
  FaceComparison,
  FaceDecision,
  FaceDetection,
  FaceMatcher,
  FaceObservation,
  FaceThresholds,
  ModelCard,
} from './face-matcher.ts';
export type { Box, Point } from './geometry.ts';
export { onnxModelCard } from './onnx-model-card.ts';
export { createFaceMatcher, type WorkerFaceMatcherOptions } from './worker-face-matcher.ts';
