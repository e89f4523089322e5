import { createRequire } from 'node:module';
import type { Network } from '@saoy/imaging/face';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const require = createRequire(import.meta.url);

/** Loads one network of the installed package; no network access, nothing is fetched. */
export const loadOnnxNetwork = async (name: string, threads: number): Promise<Network> => {
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
