import { parentPort } from 'node:worker_threads';
import { listOpenQuestions } from './open-questions.ts';
import { validatePdf } from './validate-pdf.ts';
import type { WorkerTask } from './worker-pool.ts';

// One file at a time: the pool sends the next after the answer. An exception ends the thread, which the pool sees.
parentPort?.on('message', async ({ wanted, bytes, options }: WorkerTask) => {
  const work = wanted === 'report' ? validatePdf : listOpenQuestions;
  parentPort?.postMessage(await work(bytes, options));
});
