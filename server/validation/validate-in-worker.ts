import { availableParallelism } from 'node:os';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, type Result } from '@saoy/contracts/result';
import type { OpenQuestion } from './open-questions.ts';
import type { ValidationOptions } from './validate-pdf.ts';
import { type Answers, type ValidationResult, WorkerPool, type WorkerTask } from './worker-pool.ts';

export interface WorkerLimits {
  /** From the moment a thread takes the file, not from the call: few run at once. */
  readonly timeoutMs: number;
  /** Larger files are refused unread. */
  readonly maxBytes: number;
  /** Heap of the worker; default 256. */
  readonly maxHeapMegabytes?: number;
}

const MEGABYTE = 1024 * 1024;
/** Heaps add up over the whole process, so the bound on threads is the process's too. */
const MAX_WORKERS = Math.max(2, Math.min(4, availableParallelism()));
const pools = new Map<number, WorkerPool>();

/**
 * Validates a stranger's file in a warm thread that is ended and replaced at the deadline or when its heap is full.
 * Adds to the errors of `validatePdf`: `validation.too-complex` for size, time and memory, and `validation.too-busy`
 * when too many files wait already.
 */
export async function validateInWorker(
  bytes: Uint8Array,
  options: ValidationOptions,
  limits: WorkerLimits,
): Promise<ValidationResult> {
  return askWorker({ wanted: 'report', bytes, options }, limits);
}

/** `listOpenQuestions` with the bounds of `validateInWorker`. */
export const listOpenQuestionsInWorker = (
  bytes: Uint8Array,
  options: ValidationOptions,
  limits: WorkerLimits,
): Promise<Result<readonly OpenQuestion[], Fault>> =>
  askWorker({ wanted: 'questions', bytes, options }, limits);

async function askWorker<K extends keyof Answers>(
  task: WorkerTask & { readonly wanted: K },
  limits: WorkerLimits,
): Promise<Result<Answers[K], Fault>> {
  if (task.bytes.length > limits.maxBytes)
    return err(fault('validation.too-complex', `larger than ${limits.maxBytes} bytes`));
  return poolOf(limits.maxHeapMegabytes ?? 256).run(task, limits.timeoutMs);
}

/** A thread's heap is bounded when it starts, so each bound has threads of its own. */
function poolOf(maxHeapMegabytes: number): WorkerPool {
  const known = pools.get(maxHeapMegabytes);
  if (known !== undefined) return known;
  const pool = new WorkerPool({
    maxWorkers: MAX_WORKERS,
    maxHeapMegabytes,
    maxWaiting: 64,
    maxWaitingBytes: 256 * MEGABYTE,
  });
  pools.set(maxHeapMegabytes, pool);
  return pool;
}
