import { Worker } from 'node:worker_threads';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, type Result } from '@saoy/contracts/result';
import type { FrameSighting, PageWork } from './page-worker.ts';
import type { PreparedPage } from './prepare-page.ts';

/** The one piece of work that the thread has. */
interface Task {
  readonly id: number;
  readonly settle: (result: Result<unknown, Fault>) => void;
}

/** Works through pages one after the other in a thread of its own, which is replaced if it dies. */
export class PageProcessor {
  #worker: Worker | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #task: Task | null = null;
  #lastId = 0;

  /** Starts the thread and lets it rehearse, so that the first page is judged as fast as the others. */
  warmUp(): void {
    this.#start().postMessage({
      id: 0,
      kind: 'page',
      pageId: '',
      image: new Uint8Array(),
      resolutionDpi: 300,
    } satisfies PageWork);
  }

  preparePage(
    pageId: string,
    image: Uint8Array,
    resolutionDpi: number,
  ): Promise<Result<PreparedPage, Fault>> {
    return this.#queue({ kind: 'page', pageId, image, resolutionDpi }) as Promise<
      Result<PreparedPage, Fault>
    >;
  }

  prepareCard(image: Uint8Array, resolutionDpi: number): Promise<Result<Uint8Array, Fault>> {
    return this.#queue({ kind: 'card', pageId: '', image, resolutionDpi }) as Promise<
      Result<Uint8Array, Fault>
    >;
  }

  /** Codes in a frame of the camera, and in those before unless it is the first; the pages that wait come first. */
  lookForCodes(frame: Uint8Array, isFirst: boolean): Promise<Result<FrameSighting, Fault>> {
    return this.#queue({ kind: 'frame', pageId: '', image: frame, resolutionDpi: 0, isFirst }) as Promise<
      Result<FrameSighting, Fault>
    >;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #queue(work: Omit<PageWork, 'id'>): Promise<Result<unknown, Fault>> {
    const done = this.#tail.then(() => this.#run({ ...work, id: ++this.#lastId }));
    this.#tail = done.catch(() => undefined);
    return done;
  }

  #run(work: PageWork): Promise<Result<unknown, Fault>> {
    return new Promise((resolve) => {
      this.#task = {
        id: work.id,
        settle: (result) => {
          this.#task = null;
          resolve(result);
        },
      };
      this.#start().postMessage(work);
    });
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('./page-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 96 },
    });
    worker.on('message', ({ id, result }: { id: number; result: Result<unknown, Fault> }) => {
      if (this.#task?.id === id) this.#task.settle(result);
    });
    // A thread that fails tells so twice, as an error and as its exit: by then the next page may be in another one.
    const onDeath = () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#task?.settle(err(fault('image.unreadable', 'the page could not be worked on')));
    };
    worker.on('error', onDeath);
    worker.on('exit', onDeath);
    worker.unref();
    this.#worker = worker;
    return worker;
  }
}
