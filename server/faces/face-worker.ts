import { parentPort, workerData } from 'node:worker_threads';
import { createFaceEngine } from './face-engine.ts';
import type { FaceEngineName, ObserveOptions } from './face-matcher.ts';

/** One question to the worker thread; the bytes are moved, not copied. */
export interface FaceTask {
  readonly id: number;
  readonly image: Uint8Array;
  readonly options: ObserveOptions;
}

export interface FaceWorkerData {
  readonly engine: FaceEngineName;
  /** Of the ONNX runtime, per network. */
  readonly threads: number;
}

const port = parentPort;
if (!port) throw new Error('face-worker.ts runs as a worker thread');
const { engine: name, threads } = workerData as FaceWorkerData;
// Only the chosen engine is loaded.
const networks =
  name === 'onnx'
    ? await (await import('./load-onnx-networks.ts')).loadOnnxNetworks(threads)
    : await (await import('./load-face-api-networks.ts')).loadFaceApiNetworks();
const engine = createFaceEngine(networks);
port.on('message', (task: FaceTask) => {
  engine.observe(task.image, task.options).then(
    (answer) => port.postMessage({ id: task.id, answer }),
    (cause: unknown) => port.postMessage({ id: task.id, failure: String(cause) }),
  );
});
port.postMessage({ id: 0 });
