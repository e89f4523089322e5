import { Worker } from 'node:worker_threads';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, type Result } from '@saoy/contracts/result';
import type { ValidationReport } from '@saoy/contracts/validation-report';
import type { OpenQuestion } from './open-questions.ts';
import type { ValidationOptions } from './validate-pdf.ts';

export type ValidationResult = Result<ValidationReport, Fault>;

/** What a worker can be asked about a file. */
export interface Answers {
  readonly report: ValidationReport;
  readonly questions: readonly OpenQuestion[];
}
export interface WorkerTask {
  readonly wanted: keyof Answers;
  readonly bytes: Uint8Array;
  readonly options: ValidationOptions;
}
type AnyAnswer = Result<Answers[keyof Answers], Fault>;

export interface WorkerPoolLimits {
  readonly maxWorkers: number;
  readonly maxHeapMegabytes: number;
  /** Files that may wait for a worker, and their bytes together; a further one is refused. */
  readonly maxWaiting: number;
  readonly maxWaitingBytes: number;
}

interface Task extends WorkerTask {
  readonly timeoutMs: number;
  readonly resolve: (result: AnyAnswer) => void;
}

/** A worker without work for so long is ended; the last one stays warm. */
const IDLE_MS = 60_000;
/** Ended after so many files, whatever it may have gathered by then. */
const MAX_TASKS = 1_000;

/**
 * Keeps warm threads that validate one file after the other. A thread that misses its deadline or fills its heap is
 * ended and replaced; threads without work do not keep the process alive.
 */
export class WorkerPool {
  readonly #limits: WorkerPoolLimits;
  readonly #idle: WarmWorker[] = [];
  readonly #waiting: Task[] = [];
  #waitingBytes = 0;
  #workerCount = 0;

  constructor(limits: WorkerPoolLimits) {
    this.#limits = limits;
  }

  /** `timeoutMs` counts from the moment a worker takes the file. Faults besides: `validation.too-busy`. */
  run<K extends keyof Answers>(
    task: WorkerTask & { readonly wanted: K },
    timeoutMs: number,
  ): Promise<Result<Answers[K], Fault>> {
    const { bytes } = task;
    const { maxWaiting, maxWaitingBytes } = this.#limits;
    const mustWait = this.#idle.length === 0 && this.#workerCount >= this.#limits.maxWorkers;
    const isFull =
      this.#waiting.length >= maxWaiting ||
      (this.#waiting.length > 0 && this.#waitingBytes + bytes.length > maxWaitingBytes);
    if (mustWait && isFull)
      return Promise.resolve(err(fault('validation.too-busy', `${this.#waiting.length} files wait`)));
    return new Promise((resolve) => {
      const answer = resolve as (result: AnyAnswer) => void;
      this.#waiting.push({ ...task, timeoutMs, resolve: answer });
      this.#waitingBytes += bytes.length;
      this.#startNext();
    });
  }

  #startNext(): void {
    if (this.#waiting.length === 0) return;
    const worker = this.#idle.pop() ?? this.#startWorker();
    if (worker === undefined) return;
    const task = this.#waiting.shift()!;
    this.#waitingBytes -= task.bytes.length;
    void worker.answer(task).then((result) => {
      task.resolve(result);
      if (worker.isUsable) this.#rest(worker);
      else this.#discard(worker);
      this.#startNext();
    });
  }

  #startWorker(): WarmWorker | undefined {
    if (this.#workerCount >= this.#limits.maxWorkers) return undefined;
    this.#workerCount++;
    return new WarmWorker(this.#limits.maxHeapMegabytes);
  }

  #rest(worker: WarmWorker): void {
    this.#idle.push(worker);
    worker.rest(IDLE_MS, () => {
      const at = this.#idle.indexOf(worker);
      if (at < 0 || this.#workerCount <= 1) return;
      this.#idle.splice(at, 1);
      this.#discard(worker);
    });
  }

  #discard(worker: WarmWorker): void {
    this.#workerCount--;
    worker.end();
  }
}

class WarmWorker {
  readonly #worker: Worker;
  #taskCount = 0;
  #hasEnded = false;
  #idleTimer: NodeJS.Timeout | undefined;
  #finish: ((result: AnyAnswer) => void) | undefined;

  constructor(maxHeapMegabytes: number) {
    this.#worker = new Worker(new URL('./validation-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes, stackSizeMb: 4 },
      env: {},
    });
    this.#worker.on('message', (result: AnyAnswer) => this.#finish?.(result));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      this.#hasEnded = true;
      const isTooMuch = error.code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError;
      this.#finish?.(
        err(fault(isTooMuch ? 'validation.too-complex' : 'validation.unreadable', error.code ?? error.name)),
      );
    });
    this.#worker.on('exit', () => {
      this.#hasEnded = true;
      this.#finish?.(err(fault('validation.too-complex', 'the worker ended early')));
    });
  }

  get isUsable(): boolean {
    return !this.#hasEnded && this.#taskCount < MAX_TASKS;
  }

  answer({ wanted, bytes, options, timeoutMs }: Task): Promise<AnyAnswer> {
    clearTimeout(this.#idleTimer);
    this.#taskCount++;
    return new Promise((resolve) => {
      const deadline = setTimeout(() => {
        this.#hasEnded = true;
        this.#finish?.(err(fault('validation.too-complex', `not finished after ${timeoutMs} ms`)));
      }, timeoutMs);
      this.#finish = (result) => {
        clearTimeout(deadline);
        this.#finish = undefined;
        this.#worker.unref();
        resolve(result);
      };
      if (this.#hasEnded) {
        this.#finish(err(fault('validation.too-complex', 'the worker ended early')));
        return;
      }
      this.#worker.ref();
      // Copied once and handed over: a view on a larger buffer would take all of that along.
      const own = Uint8Array.from(bytes);
      const task: WorkerTask = { wanted, bytes: own, options };
      this.#worker.postMessage(task, [own.buffer]);
    });
  }

  rest(idleMs: number, onIdle: () => void): void {
    this.#idleTimer = setTimeout(onIdle, idleMs);
    this.#idleTimer.unref();
  }

  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#idleTimer);
    void this.#worker.terminate();
  }
}
