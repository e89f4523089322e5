import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { fault } from '@saoy/contracts/errors';
import { err, type Result } from '@saoy/contracts/result';
import type { Logger } from 'pino';
import type { PageReading } from './page-reading.ts';
import type { WorkerAnswer, WorkerOrder } from './worker-messages.ts';

export interface RecogniserOptions {
  /** Threads, each with a reading engine of its own (about 300 MB). */
  readonly workers: number;
  /** Longest time for one page; a worker that exceeds it is killed and replaced. */
  readonly deadlineMs: number;
  readonly log: Logger;
}

export interface Recogniser {
  /**
   * Reads one page. Errors: `image.*` for what cannot be decoded, `recognition.timeout`,
   * `recognition.engine-failed`. Waits when all workers are busy; the deadline counts from its turn. `onProgress` is
   * told how far the page is, 0 to 1, rising.
   */
  readPage(bytes: Uint8Array, onProgress?: (share: number) => void): Promise<Result<PageReading>>;
  /** Starts the workers ahead of the first page; without it they start when needed. */
  warmUp(): Promise<void>;
  /** Ends the workers; pages still being read answer `recognition.engine-failed`. */
  close(): Promise<void>;
}

/** The engine never gives memory back, so a worker is replaced after this many pages. */
const PAGES_PER_WORKER = 250;
/**
 * A thread's own heap is 10 MB, its pictures outside of it ten times that. By default each picture would have all of
 * the heap collected, several times a page; a heap that counts as small until here is collected once a page or less.
 */
const EARLIEST_COLLECTION_MB = 96;
const START_MS = 60_000;

interface Slot {
  thread: Worker | undefined;
  pagesRead: number;
  isBusy: boolean;
}

interface Job {
  readonly makeOrder: (id: number) => WorkerOrder;
  readonly settle: (answer: WorkerAnswer) => void;
  readonly onProgress: ((share: number) => void) | undefined;
}

/** A pool of reading threads. Returns at once; threads start with the first page or {@link Recogniser.warmUp}. */
export function createRecogniser(options: RecogniserOptions): Recogniser {
  const { deadlineMs, log } = options;
  const slots: Slot[] = Array.from({ length: Math.max(1, options.workers) }, () => ({
    thread: undefined,
    pagesRead: 0,
    isBusy: false,
  }));
  const queue: Job[] = [];
  let nextId = 1;
  let isClosed = false;

  const stop = async (slot: Slot): Promise<void> => {
    const { thread } = slot;
    slot.thread = undefined;
    slot.pagesRead = 0;
    await thread?.terminate();
  };

  const startThread = (slot: Slot): Worker => {
    // Read when a thread starts; those that run already keep what they have.
    setFlagsFromString(`--initial-old-space-size=${EARLIEST_COLLECTION_MB}`);
    const thread = new Worker(new URL('./page-worker.ts', import.meta.url));
    slot.thread = thread;
    const forget = () => {
      if (slot.thread !== thread) return;
      slot.thread = undefined;
      slot.pagesRead = 0;
    };
    // Also between two pages: an error nobody listens to would end the process.
    thread.on('error', (error) => {
      log.warn({ err: error }, 'a reading thread died');
      forget();
    });
    thread.on('exit', forget);
    return thread;
  };

  const run = (
    slot: Slot,
    order: WorkerOrder,
    limitMs: number,
    onProgress?: (share: number) => void,
  ): Promise<WorkerAnswer> =>
    new Promise((resolve) => {
      const isFresh = slot.thread === undefined;
      const thread = slot.thread ?? startThread(slot);
      thread.unref();
      const finish = (answer: WorkerAnswer) => {
        clearTimeout(timer);
        thread.off('message', onMessage);
        thread.off('error', onError);
        thread.off('exit', onExit);
        resolve(answer);
      };
      const fail = (code: 'recognition.timeout' | 'recognition.engine-failed', detail: string) => {
        log.warn({ code, detail }, 'reading a page failed');
        void stop(slot);
        finish({ id: order.id, kind: 'page', result: err(fault(code, detail)) });
      };
      const onMessage = (answer: WorkerAnswer) => {
        if (answer.id !== order.id) return;
        if (answer.kind === 'progress') onProgress?.(answer.share);
        else finish(answer);
      };
      const onError = (error: Error) => fail('recognition.engine-failed', error.message);
      const onExit = () => fail('recognition.engine-failed', 'the worker ended');
      // A new thread loads its program and language data first; that is not the page's time.
      const timer = setTimeout(
        () => fail('recognition.timeout', `more than ${limitMs} ms`),
        isFresh ? limitMs + START_MS / 4 : limitMs,
      );
      thread.on('message', onMessage);
      thread.on('error', onError);
      thread.on('exit', onExit);
      thread.postMessage(order);
    });

  const work = async (slot: Slot): Promise<void> => {
    slot.isBusy = true;
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const answer = await run(slot, job.makeOrder(nextId++), deadlineMs, job.onProgress);
      slot.pagesRead += 1;
      job.settle(answer);
      if (slot.pagesRead >= PAGES_PER_WORKER) await stop(slot);
    }
    slot.isBusy = false;
  };

  const readPage: Recogniser['readPage'] = (bytes, onProgress) => {
    if (isClosed) return Promise.resolve(err(fault('recognition.engine-failed', 'closed')));
    return new Promise((resolve) => {
      queue.push({
        makeOrder: (id) => ({ id, kind: 'page', bytes }),
        onProgress,
        settle: (answer) =>
          resolve(
            answer.kind === 'page' ? answer.result : err(fault('recognition.engine-failed', 'no reading')),
          ),
      });
      const idle =
        slots.find((slot) => !slot.isBusy && slot.thread !== undefined) ?? slots.find((slot) => !slot.isBusy);
      if (idle !== undefined) void work(idle);
    });
  };

  const warmUp = async (): Promise<void> => {
    const idle = slots.filter((slot) => !slot.isBusy && slot.thread === undefined);
    await Promise.all(
      idle.map(async (slot) => {
        slot.isBusy = true;
        await run(slot, { id: nextId++, kind: 'warm-up' }, START_MS);
        await work(slot);
      }),
    );
  };

  const close = async (): Promise<void> => {
    isClosed = true;
    for (const job of queue.splice(0)) {
      job.settle({
        id: 0,
        kind: 'page',
        result: err(fault('recognition.engine-failed', 'closed')),
      });
    }
    await Promise.all(slots.map(stop));
  };

  return { readPage, warmUp, close };
}
