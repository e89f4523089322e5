import { parentPort } from 'node:worker_threads';
import { type ValidationOptions, validatePdf } from './validate-pdf.ts';

interface Task {
  readonly bytes: Uint8Array;
  readonly options: ValidationOptions;
}

// One file at a time: the pool sends the next after the answer. An exception ends the thread, which the pool sees.
parentPort?.on('message', async ({ bytes, options }: Task) => {
  parentPort?.postMessage(await validatePdf(bytes, options));
});
