import type { ModelCard } from './face-matcher.ts';

/** Thresholds set at a false accept rate of 1e-4 (match) and 1e-3 (refer) by `pnpm bench faces`, rounded up. */
export const faceApiModelCard: ModelCard = {
  id: 'face-api-descriptor-128@1.7.15',
  origin:
    'npm @vladmandic/face-api 1.7.15: tiny_face_detector, face_landmark_68, face_recognition; fr_detect for pages',
  licence: 'MIT (package); the recogniser’s weights are those of dlib, in the public domain (CC0)',
  trainingData: 'recogniser: about 3 million faces of FaceScrub, VGG Face and the web, by the author of dlib',
  input: '150×150 RGB, five-point similarity alignment to the mean face of dlib; 128 numbers of unit length',
  thresholds: { match: 0.942, refer: 0.926 },
  sameSitting: { frontal: 0.926, turned: 0.88 },
  seesBlinks: false,
  errorRates: {
    sample:
      'LFW deep-funneled fold 1, 300 genuine pairs, 308,394 impostor pairs; 20 of 807 faces not found, their pairs refused',
    tarAtFar: { '1e-2': 0.933, '1e-3': 0.89, '1e-4': 0.73 },
  },
};
