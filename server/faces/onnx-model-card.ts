import type { ModelCard } from './face-matcher.ts';

/** Thresholds set at a false accept rate of 1e-4 (match) and 1e-3 (refer) by `pnpm bench faces`, rounded up. */
export const onnxModelCard: ModelCard = {
  id: 'faceplugin-feature-512@0.0.1',
  origin:
    'npm faceplugin-face-recognition-js 0.0.1: fr_detect, fr_landmark, fr_eye, fr_feature, fr_liveness (ONNX)',
  licence: 'MIT (package); the authors do not name the licence of the weights apart from it',
  trainingData: 'not published',
  input: '112×112 RGB, (value − 127) / 128, five-point similarity alignment; face and mirror image summed',
  thresholds: { match: 0.41, refer: 0.34 },
  sameSitting: { frontal: 0.42, turned: 0.2 },
  seesBlinks: true,
  errorRates: {
    sample: 'LFW deep-funneled fold 1, 300 genuine pairs, 324,290 impostor pairs; every face found',
    tarAtFar: { '1e-2': 0.993, '1e-3': 0.973, '1e-4': 0.95 },
  },
};
