import { createRequire } from 'node:module';
import {
  createOnnxEyeReader,
  createOnnxFinder,
  createOnnxLandmarkReader,
  type Network,
} from '@saoy/imaging/face';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { alignFace, embedAligned } from './face-embedding.ts';
import type { FaceNetworks } from './face-networks.ts';
import { scoreLiveness } from './passive-liveness.ts';

const require = createRequire(import.meta.url);

/** Loads the networks from the installed package; no network access, nothing is fetched. */
export const loadOnnxNetworks = async (threads: number): Promise<FaceNetworks> => {
  const load = (name: string): Promise<Network> => loadNetwork(name, threads);
  const [finder, landmarks, eyes, recogniser, liveness] = await Promise.all([
    load('detect'),
    load('landmark'),
    load('eye'),
    load('feature'),
    load('liveness'),
  ]);
  return {
    finder: createOnnxFinder(finder),
    landmarks: createOnnxLandmarkReader(landmarks),
    eyes: createOnnxEyeReader(eyes),
    embed: (face) => embedAligned(recogniser, alignFace(face.pixels, face.landmarks.five)),
    liveness: (face) => scoreLiveness(liveness, face),
  };
};

const loadNetwork = async (name: string, threads: number): Promise<Network> => {
  const path = require.resolve(`faceplugin-face-recognition-js/model/fr_${name}.onnx`);
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Warnings about unused initialisers would go to standard error of the command line.
    logSeverityLevel: 3,
  });
  const inputName = session.inputNames[0] ?? 'input';
  return {
    run: async (input, shape) => {
      const outputs = await session.run({ [inputName]: new Tensor('float32', input, shape) });
      return Object.fromEntries(
        Object.entries(outputs).map(([key, tensor]) => [key, tensor.data as Float32Array]),
      );
    },
  };
};
