import { createFaceEngine } from './face-engine.ts';
import type { FaceEngineName, ObserveOptions } from './face-matcher.ts';

/** One question to the worker process. */
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

if (!process.send) throw new Error('face-worker.ts runs as a child process');
const send = (message: object): void => void process.send?.(message, undefined, {}, () => undefined);
// It ends with whoever started it, who alone decides when.
process.once('disconnect', () => process.exit());
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
const { engine: name, threads } = JSON.parse(process.argv[2] ?? '{}') as FaceWorkerData;
// Only the chosen engine is loaded.
const networks =
  name === 'onnx'
    ? await (await import('./load-onnx-networks.ts')).loadOnnxNetworks(threads)
    : await (await import('./load-face-api-networks.ts')).loadFaceApiNetworks();
const engine = createFaceEngine(networks);
process.on('message', (task: FaceTask) => {
  engine.observe(task.image, task.options).then(
    (answer) => send({ id: task.id, answer }),
    (cause: unknown) => send({ id: task.id, failure: String(cause) }),
  );
});
send({ id: 0 });
