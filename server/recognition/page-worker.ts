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
  const started =
    engines.get(language) ??
    startOcrEngine(language, (share) => advance(SHARE_BEFORE_TEXT + share * SHARE_OF_TEXT));
  engines.set(language, started);
  return started;
};

/** An engine that failed is in no known state; left running it would keep its memory. */
async function closeEngines(): Promise<void> {
  const started = [...engines.values()];
  engines.clear();
  await Promise.allSettled(started.map(async (engine) => (await engine).close()));
}

/** Decoding, checking and straightening come before the text; the stamps and the order of lines after it. */
const SHARE_BEFORE_TEXT = 0.2;
const SHARE_OF_TEXT = 0.75;
/** More often than this nobody can see it move. */
const LEAST_STEP = 0.04;
let current = { id: 0, share: 0 };

/** A second reading of the same page starts again, its progress does not. */
function advance(share: number): void {
  if (share < current.share + LEAST_STEP) return;
  current.share = share;
  answer({ id: current.id, kind: 'progress', share });
}

const answer = (message: WorkerAnswer) => port.postMessage(message);

port.on('message', async (order: WorkerOrder) => {
  try {
    if (order.kind === 'warm-up') {
      await engineOf('vie');
      answer({ id: order.id, kind: 'warm' });
      return;
    }
    current = { id: order.id, share: 0 };
    answer({ id: order.id, kind: 'page', result: await readPage(order.bytes, engineOf) });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    answer({ id: order.id, kind: 'page', result: err(fault('recognition.engine-failed', detail)) });
    await closeEngines();
  }
});
