import { type Fault, FaultError, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { Logger } from 'pino';
import { type PublishingContext, publishCheckpoint } from './publish-checkpoint.ts';

/** Publications are at least so far apart: what comes meanwhile goes under one checkpoint. A lone leaf does not wait. */
const BATCH_MS = 200;

/** Publishes what waits, on demand and batched. Lives in processes that hold the log's key. */
export class LogPublisher {
  readonly #context: PublishingContext;
  readonly #log: Logger;
  readonly #onPublished: () => void;
  readonly #batchMs: number;
  #next: Promise<Result<number>> | undefined;
  #running: Promise<Result<number>> | undefined;
  #lastAtMs = Number.NEGATIVE_INFINITY;
  #isStopped = false;

  constructor(
    context: PublishingContext,
    log: Logger,
    options: { readonly batchMs?: number; readonly onPublished?: () => void } = {},
  ) {
    this.#context = context;
    this.#log = log;
    this.#onPublished = options.onPublished ?? (() => undefined);
    this.#batchMs = options.batchMs ?? BATCH_MS;
  }

  /** Covers everything committed before this call; answers the size of the tree. Faults: `transparency.*`. */
  publish(): Promise<Result<number>> {
    // One publication runs, one waits behind it, and everybody who comes meanwhile shares the latter.
    this.#next ??= this.#afterRunning();
    return this.#next;
  }

  async #afterRunning(): Promise<Result<number>> {
    await this.#running;
    const waitMs = this.#lastAtMs + this.#batchMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    this.#running = this.#next;
    this.#next = undefined;
    this.#lastAtMs = performance.now();
    return this.#publishAll();
  }

  async #publishAll(): Promise<Result<number>> {
    try {
      for (;;) {
        if (this.#isStopped) return err(fault('general.unavailable', 'stopping'));
        const { treeSize, note, isMoreWaiting } = await publishCheckpoint(this.#context);
        if (note !== null) this.#onPublished();
        if (!isMoreWaiting) return ok(treeSize);
      }
    } catch (error) {
      return err(this.#told(error));
    }
  }

  #told(error: unknown): Fault {
    if (!(error instanceof FaultError)) {
      this.#log.error({ err: error }, 'the log could not be published');
      return fault('general.unavailable', 'the log could not be published');
    }
    this.#log.fatal({ code: error.code, detail: error.fault.detail }, 'the log refuses to go on');
    return error.fault;
  }

  /** Lets a publication under way end; none begins after it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
    await this.#next;
  }
}
