import { Worker } from 'node:worker_threads';
import { ConcurrencyLimit } from '../validation/concurrency-limit.ts';
import type { FileTraces } from './file-traces.ts';

const TIMEOUT_MS = 10_000;
const limit = new ConcurrencyLimit(2);

/**
 * Gathers the traces of a stranger's file in a thread of its own that is ended at the deadline or when its heap is
 * full; null then.
 */
export const traceInWorker = (bytes: Uint8Array): Promise<FileTraces | null> =>
  limit.run(() => runWorker(bytes));

function runWorker(bytes: Uint8Array): Promise<FileTraces | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./trace-worker.ts', import.meta.url), {
      workerData: { bytes },
      resourceLimits: { maxOldGenerationSizeMb: 256, stackSizeMb: 4 },
      env: {},
    });
    const finish = (traces: FileTraces | null): void => {
      clearTimeout(deadline);
      worker.removeAllListeners();
      worker.on('error', () => {});
      void worker.terminate();
      resolve(traces);
    };
    const deadline = setTimeout(() => finish(null), TIMEOUT_MS);
    worker.once('message', finish);
    worker.once('error', () => finish(null));
    worker.once('exit', () => finish(null));
  });
}
