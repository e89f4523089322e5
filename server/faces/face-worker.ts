import { parentPort, workerData } from 'node:worker_threads';
import { createFaceEngine } from './face-engine.ts';
import type { ObserveOptions } from './face-matcher.ts';

/** One question to the worker thread; the bytes are moved, not copied. */
export interface FaceTask {
  readonly id: number;
  readonly image: Uint8Array;
  readonly options: ObserveOptions;
}

const port = parentPort;
if (!port) throw new Error('face-worker.ts runs as a worker thread');
const engine = await createFaceEngine((workerData as { threads: number }).threads);
port.on('message', (task: FaceTask) => {
  engine.observe(task.image, task.options).then(
    (answer) => port.postMessage({ id: task.id, answer }),
    (cause: unknown) => port.postMessage({ id: task.id, failure: String(cause) }),
  );
});
port.postMessage({ id: 0 });
