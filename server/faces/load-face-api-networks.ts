import { createRequire } from 'node:module';
import path from 'node:path';
import { createOnnxFinder, fitSimilarity, type Point, sampleAffine } from '@saoy/imaging/face';
import type * as FaceApi from '@vladmandic/face-api';
import type { FaceNetworks, FoundFace } from './face-networks.ts';
import { loadOnnxNetwork } from './load-onnx-network.ts';
import { registerChainedOperations } from './register-chained-operations.ts';

const require = createRequire(import.meta.url);

const finderSide = 224;
const minScore = 0.4;
const landmarkSide = 112;
const descriptorSide = 150;

/** Where dlib's recogniser, whose weights these are, expects the five points: its mean face with a quarter of padding. */
const template: readonly Point[] = [
  { x: 47.5, y: 46.6 },
  { x: 100.5, y: 46.6 },
  { x: 74, y: 76.6 },
  { x: 50.4, y: 103 },
  { x: 97.6, y: 103 },
];

/** Loads face-api on TensorFlow's WebAssembly backend, its weights from the installed package; nothing is fetched. */
export const loadFaceApiNetworks = async (): Promise<FaceNetworks> => {
  const tf = require('@tensorflow/tfjs-core') as typeof import('@tensorflow/tfjs-core');
  registerChainedOperations(tf);
  const backend = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
  const backendFolder = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  backend.setWasmPaths(`${path.join(backendFolder, 'wasm-out')}${path.sep}`);
  const faceApi = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as typeof FaceApi;
  await tf.setBackend('wasm');
  await tf.ready();
  const { tinyFaceDetector, faceLandmark68Net, faceRecognitionNet } = faceApi.nets;
  const models = path.join(path.dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  for (const network of [tinyFaceDetector, faceLandmark68Net, faceRecognitionNet])
    await network.loadFromDisk(models);

  /** Runs a network on interleaved RGB and gives its memory back. */
  const onPicture = async <T>(
    rgb: Uint8Array | Float32Array,
    width: number,
    height: number,
    act: (picture: ReturnType<typeof tf.tensor3d>) => Promise<T>,
  ): Promise<T> => {
    const picture = tf.tensor3d(rgb, [height, width, 3], 'float32');
    try {
      return await act(picture);
    } finally {
      picture.dispose();
    }
  };
  // The types of face-api name another copy of the same tensors.
  const asInput = (picture: unknown): FaceApi.TNetInput => picture as FaceApi.TNetInput;

  return {
    finder: {
      windowWidth: finderSide,
      windowHeight: finderSide,
      minScore,
      minTileScore: 0.6,
      find: ({ data, width, height }) =>
        onPicture(data, width, height, async (picture) => {
          const options = new faceApi.TinyFaceDetectorOptions({
            inputSize: finderSide,
            scoreThreshold: minScore,
          });
          const found = await tinyFaceDetector.locateFaces(asInput(picture), options);
          return found.map(({ box, score }) => ({
            x: box.x,
            y: box.y,
            width: box.width,
            height: box.height,
            score,
          }));
        }),
    },
    // Its own detector misses small faces; on a page it would need a hundred windows for every turn.
    pageFinder: createOnnxFinder(await loadOnnxNetwork('detect', 1)),
    landmarks: {
      side: landmarkSide,
      read: (face) =>
        onPicture(face, landmarkSide, landmarkSide, async (picture) => {
          const found = await faceLandmark68Net.detectLandmarks(asInput(picture));
          const [first] = Array.isArray(found) ? found : [found];
          return (first?.positions ?? []).map(({ x, y }) => ({ x: x / landmarkSide, y: y / landmarkSide }));
        }),
    },
    eyes: null,
    liveness: null,
    embed: ({ pixels, landmarks: { five } }: FoundFace) => {
      const points = [five.leftEye, five.rightEye, five.nose, five.leftMouth, five.rightMouth];
      const rgb = sampleAffine(pixels, fitSimilarity(template, points), descriptorSide, descriptorSide);
      return onPicture(rgb, descriptorSide, descriptorSide, async (picture) => {
        const described = await faceRecognitionNet.computeFaceDescriptor(asInput(picture));
        const descriptor = Array.isArray(described) ? (described[0] ?? new Float32Array(128)) : described;
        const length = Math.hypot(...descriptor) || 1;
        return descriptor.map((value) => value / length);
      });
    },
  };
};
