import { createRequire } from 'node:module';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const require = createRequire(import.meta.url);

/** One ONNX network with one float input; `run` gives its outputs by name. */
export interface Network {
  run(input: Float32Array, shape: readonly number[]): Promise<Record<string, Float32Array>>;
}

export interface FaceNetworks {
  /** Boxes of faces: [1, 3, 240, 320] → scores, boxes. */
  readonly detector: Network;
  /** 68 points: [1, 1, 64, 64] grey → 136 numbers. */
  readonly landmarks: Network;
  /** Open or closed: [1, 1, 24, 24] grey → two logits, closed and open. */
  readonly eye: Network;
  /** Embedding: [1, 3, 112, 112] → 512 numbers. */
  readonly recogniser: Network;
}

/** Loads the networks from the installed package; no network access, nothing is fetched. */
export const loadFaceNetworks = async (threads: number): Promise<FaceNetworks> => {
  const [detector, landmarks, eye, recogniser] = await Promise.all(
    (['detect', 'landmark', 'eye', 'feature'] as const).map((name) => loadNetwork(name, threads)),
  );
  if (!detector || !landmarks || !eye || !recogniser) throw new Error('a face network is missing');
  return { detector, landmarks, eye, recogniser };
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
