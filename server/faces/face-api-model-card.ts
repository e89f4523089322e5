import type { ModelCard } from './face-matcher.ts';

export const faceApiModelCard: ModelCard = {
  id: 'face-api-descriptor-128@1.7.15',
  origin: 'npm @vladmandic/face-api 1.7.15: tiny_face_detector, face_landmark_68, face_recognition',
  licence: 'MIT (package); the recogniser’s weights are those of dlib, in the public domain (CC0)',
  trainingData:
    'recogniser: about 3 million faces of face scrub, VGG and web pictures, by the author of dlib',
  input: '150×150 RGB, five-point similarity alignment to the mean face of dlib; 128 numbers of unit length',
  thresholds: { match: 0.42, refer: 0.34 },
  sameSitting: { frontal: 0.42, turned: 0.2 },
  errorRates: { sample: '', tarAtFar: {} },
};
