import {
  createOnnxEyeReader,
  createOnnxFinder,
  createOnnxLandmarkReader,
  type Network,
} from '@saoy/imaging/face';
import { alignFace, embedAligned } from './face-embedding.ts';
import type { FaceNetworks } from './face-networks.ts';
import { loadOnnxNetwork } from './load-onnx-network.ts';
import { scoreLiveness } from './passive-liveness.ts';

/** Loads the networks from the installed package; no network access, nothing is fetched. */
export const loadOnnxNetworks = async (threads: number): Promise<FaceNetworks> => {
  const load = (name: string): Promise<Network> => loadOnnxNetwork(name, threads);
  const [finder, landmarks, eyes, recogniser, liveness] = await Promise.all([
    load('detect'),
    load('landmark'),
    load('eye'),
    load('feature'),
    load('liveness'),
  ]);
  const onnxFinder = createOnnxFinder(finder);
  return {
    finder: onnxFinder,
    pageFinder: onnxFinder,
    landmarks: createOnnxLandmarkReader(landmarks),
    eyes: createOnnxEyeReader(eyes),
    embed: (face) => embedAligned(recogniser, alignFace(face.pixels, face.landmarks.five)),
    liveness: (face) => scoreLiveness(liveness, face),
  };
};
