export type { Box, FivePoints, Point } from '@saoy/imaging/face';
export { compareEmbeddings, cosineSimilarity, decideBySimilarity } from './compare-embeddings.ts';
export { type ComparedPair, compareFiles, comparePairs } from './compare-files.ts';
export { faceApiModelCard } from './face-api-model-card.ts';
export type { FaceSearch } from './face-detector.ts';
export type {
  DetectedFace,
  EmbeddedFace,
  FaceComparison,
  FaceDecision,
  FaceDetection,
  FaceEngineName,
  FaceMatcher,
  FaceObservation,
  FaceThresholds,
  ModelCard,
  ObserveOptions,
} from './face-matcher.ts';
export { onnxModelCard } from './onnx-model-card.ts';
export { createFaceMatcher, type WorkerFaceMatcherOptions } from './worker-face-matcher.ts';
