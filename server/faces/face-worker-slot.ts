import { Worker } from 'node:worker_threads';
import { fault } from '@saoy/contracts/errors';
import { err, type Result } from '@saoy/contracts/result';
import type { FaceObservation } from './face-matcher.ts';
import type { FaceTask, FaceWorkerData } from './face-worker.ts';

interface WorkerMessage {
  readonly id: number;
  readonly answer?: Result<FaceObservation>;
  readonly failure?: string;
}

export interface FaceWorkerSlot {
  readonly isBusy: boolean;
  /** Runs one task; never rejects. Answers `identity.matcher-unavailable` when the worker dies or is too slow. */
  run(task: FaceTask): Promise<Result<FaceObservation>>;
  /** Starts the worker without a task. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** A worker thread that is started when needed, does one task at a time, and is replaced when it dies or takes too long. */
export const createFaceWorkerSlot = (data: FaceWorkerData, timeoutMs: number): FaceWorkerSlot => {
  let worker: Worker | null = null;
  let ready: Promise<boolean> = Promise.resolve(false);
  let running: { readonly id: number; readonly settle: (answer: Result<FaceObservation>) => void } | null =
    null;
  let deadline: NodeJS.Timeout | undefined;

  const finish = (answer: Result<FaceObservation>): void => {
    clearTimeout(deadline);
    const done = running;
    running = null;
    worker?.unref();
    done?.settle(answer);
  };
  const giveUp = (detail: string): void => finish(err(fault('identity.matcher-unavailable', detail)));

  const start = (): Worker => {
    const started = new Worker(new URL('./face-worker.ts', import.meta.url), {
      workerData: data,
      // Pixels live outside the heap; this bounds what a leak could take.
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    worker = started;
    // The process may end while the worker waits for pictures.
    started.unref();
    ready = new Promise((resolve) => {
      started.on('message', (message: WorkerMessage) => {
        if (message.id === 0) resolve(true);
        else if (running?.id === message.id)
          finish(message.answer ?? err(fault('identity.matcher-unavailable', message.failure)));
      });
      const lose = (): void => {
        resolve(false);
        if (worker !== started) return;
        worker = null;
        if (running) giveUp('the worker ended');
      };
      started.on('error', lose);
      started.on('exit', lose);
    });
    return started;
  };

  const replace = (): void => {
    const stuck = worker;
    worker = null;
    void stuck?.terminate();
    giveUp('no answer in time');
  };

  return {
    get isBusy() {
      return running !== null;
    },
    run: (task) =>
      new Promise((settle) => {
        const mine = { id: task.id, settle };
        running = mine;
        const used = worker ?? start();
        used.ref();
        deadline = setTimeout(replace, timeoutMs);
        void ready.then((isReady) => {
          if (running !== mine) return;
          if (isReady) used.postMessage(task, [task.image.buffer as ArrayBuffer]);
          else giveUp('the models could not be loaded');
        });
      }),
    warmUp: async () => {
      if (!worker) start();
      await ready;
    },
    close: async () => {
      const last = worker;
      worker = null;
      giveUp('closed');
      await last?.terminate();
    },
  };
};
