import { Worker } from 'node:worker_threads';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, type Result } from '@saoy/contracts/result';
import type { ValidationReport } from '@saoy/contracts/validation-report';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import type { ValidationOptions } from './validate-pdf.ts';

export interface WorkerLimits {
  /** From the start of the thread, not from the call: at most two run at once. */
  readonly timeoutMs: number;
  /** Larger files are refused unread. */
  readonly maxBytes: number;
  /** Heap of the worker; default 256. */
  readonly maxHeapMegabytes?: number;
}

/**
 * Validates a stranger's file in a thread of its own that is ended at the deadline or when its heap is full.
 * Adds to the errors of `validatePdf`: `validation.too-complex` for size, time and memory.
 */
export async function validateInWorker(
  bytes: Uint8Array,
  options: ValidationOptions,
  limits: WorkerLimits,
): Promise<Result<ValidationReport, Fault>> {
  if (bytes.length > limits.maxBytes)
    return err(fault('validation.too-complex', `larger than ${limits.maxBytes} bytes`));
  return workers.run(() => runWorker(bytes, options, limits));
}

/** Heaps add up over the whole process, so the bound is the process's too; files beyond it wait their turn. */
const workers = new ConcurrencyLimit(2);

function runWorker(
  bytes: Uint8Array,
  options: ValidationOptions,
  limits: WorkerLimits,
): Promise<Result<ValidationReport, Fault>> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./validation-worker.ts', import.meta.url), {
      workerData: { bytes, options },
      resourceLimits: { maxOldGenerationSizeMb: limits.maxHeapMegabytes ?? 256, stackSizeMb: 4 },
      env: {},
    });
    const finish = (result: Result<ValidationReport, Fault>): void => {
      clearTimeout(deadline);
      worker.removeAllListeners();
      worker.on('error', () => {});
      void worker.terminate();
      resolve(result);
    };
    const deadline = setTimeout(
      () => finish(err(fault('validation.too-complex', `not finished after ${limits.timeoutMs} ms`))),
      limits.timeoutMs,
    );
    worker.once('message', finish);
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const isOutOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError;
      finish(err(fault(isOutOfMemory ? 'validation.too-complex' : 'validation.unreadable', error.name)));
    });
    worker.once('exit', () => finish(err(fault('validation.too-complex', 'the worker ended early'))));
  });
}
