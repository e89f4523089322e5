import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
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

/** Loading takes a second or two; on a machine that is busy with everything at once, far longer. */
const startTimeoutMs = 60_000;

const workerFile = fileURLToPath(new URL('./face-worker.ts', import.meta.url));

/** The process may end while a worker waits for pictures, not while it looks at one. */
const hold = (worker: ChildProcess, isHeld: boolean): void => {
  if (isHeld) {
    worker.ref();
    worker.channel?.ref();
  } else {
    worker.unref();
    worker.channel?.unref();
  }
};

/**
 * A worker that is started when needed, does one task at a time, and is replaced when it dies or takes too long. It is
 * a process: the networks run in native code, and a thread stopped in the midst of that takes the whole process along.
 */
export const createFaceWorkerSlot = (data: FaceWorkerData, timeoutMs: number): FaceWorkerSlot => {
  let worker: ChildProcess | null = null;
  let ready: Promise<boolean> = Promise.resolve(false);
  let running: { readonly id: number; readonly settle: (answer: Result<FaceObservation>) => void } | null =
    null;
  let deadline: NodeJS.Timeout | undefined;

  const finish = (answer: Result<FaceObservation>): void => {
    clearTimeout(deadline);
    const done = running;
    running = null;
    if (worker) hold(worker, false);
    done?.settle(answer);
  };
  const giveUp = (detail: string): void => finish(err(fault('identity.matcher-unavailable', detail)));

  const start = (): ChildProcess => {
    const started = fork(workerFile, [JSON.stringify(data)], {
      // Pixels live outside the heap; this bounds what a leak could take.
      execArgv: ['--max-old-space-size=512'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    worker = started;
    hold(started, false);
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
    stuck?.kill('SIGKILL');
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
        hold(used, true);
        deadline = setTimeout(replace, startTimeoutMs);
        void ready.then((isReady) => {
          if (running !== mine) return;
          if (!isReady) return giveUp('the models could not be loaded');
          clearTimeout(deadline);
          deadline = setTimeout(replace, timeoutMs);
          used.send(task, () => undefined);
        });
      }),
    warmUp: async () => {
      const warmed = worker ?? start();
      hold(warmed, true);
      await ready;
      if (!running) hold(warmed, false);
    },
    close: async () => {
      const last = worker;
      worker = null;
      giveUp('closed');
      if (!last || last.exitCode !== null || last.signalCode !== null) return;
      last.ref();
      await new Promise((resolve) => {
        last.once('exit', resolve);
        last.kill('SIGKILL');
      });
    },
  };
};
