import { parentPort } from 'node:worker_threads';
import { fault } from '@saoy/contracts/errors';
import { err } from '@saoy/contracts/result';
import { type OcrEngine, startOcrEngine } from './ocr-engine.ts';
import type { ReadingLanguage } from './page-reading.ts';
import { readPage } from './read-page.ts';
import type { WorkerAnswer, WorkerOrder } from './worker-messages.ts';

// Thread entry: pixels are worked on and the engine is driven here, never on the server's event loop.
const port = parentPort;
if (port === null) throw new Error('page-worker.ts runs as a worker thread only');

const engines = new Map<ReadingLanguage, Promise<OcrEngine>>();
const engineOf = (language: ReadingLanguage): Promise<OcrEngine> => {
  const started = engines.get(language) ?? startOcrEngine(language);
  engines.set(language, started);
  return started;
};

/** An engine that failed is in no known state; left running it would keep its memory. */
async function closeEngines(): Promise<void> {
  const started = [...engines.values()];
  engines.clear();
  await Promise.allSettled(started.map(async (engine) => (await engine).close()));
}

const answer = (message: WorkerAnswer) => port.postMessage(message);

port.on('message', async (order: WorkerOrder) => {
  try {
    if (order.kind === 'warm-up') {
      await engineOf('vie');
      answer({ id: order.id, kind: 'warm' });
      return;
    }
    answer({ id: order.id, kind: 'page', result: await readPage(order.bytes, engineOf) });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    answer({ id: order.id, kind: 'page', result: err(fault('recognition.engine-failed', detail)) });
    await closeEngines();
  }
});
