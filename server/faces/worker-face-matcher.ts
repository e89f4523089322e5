import { Worker } from 'node:worker_threads';
import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { compareEmbeddings } from './compare-embeddings.ts';
import type { FaceMatcher, FaceObservation, ModelCard, ObserveOptions } from './face-matcher.ts';
import type { FaceTask } from './face-worker.ts';
import { hasClearMainFace } from './main-face.ts';
import { onnxModelCard } from './onnx-model-card.ts';

export interface WorkerFaceMatcherOptions {
  /** Threads of the ONNX runtime; more than one spin while they wait and cost more than they bring on a busy machine. */
  readonly threads?: number;
  /** Pictures waiting at most; the next is refused as busy. */
  readonly maxWaiting?: number;
  /** The worker is killed and replaced when one picture takes longer. */
  readonly timeoutMs?: number;
  readonly card?: ModelCard;
}

interface Pending {
  readonly task: FaceTask;
  readonly settle: (answer: Result<FaceObservation>) => void;
}

interface WorkerMessage {
  readonly id: number;
  readonly answer?: Result<FaceObservation>;
  readonly failure?: string;
}

/** The default matcher: ONNX networks in one worker thread that starts at the first call and keeps its models. */
export const createFaceMatcher = (options: WorkerFaceMatcherOptions = {}): FaceMatcher => {
  const { threads = 1, maxWaiting = 32, timeoutMs = 15_000, card = onnxModelCard } = options;
  const waiting: Pending[] = [];
  let running: Pending | null = null;
  let worker: Worker | null = null;
  let ready: Promise<boolean> = Promise.resolve(false);
  let deadline: NodeJS.Timeout | undefined;
  let isClosed = false;
  let lastId = 0;

  const finish = (answer: Result<FaceObservation>): void => {
    clearTimeout(deadline);
    const done = running;
    running = null;
    done?.settle(answer);
    void advance();
  };

  const startWorker = (): void => {
    const started = new Worker(new URL('./face-worker.ts', import.meta.url), {
      workerData: { threads },
      // Pixels live outside the heap; this bounds what a leak could take.
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    worker = started;
    // The process may end while the worker waits for pictures.
    started.unref();
    ready = new Promise((resolve) => {
      started.on('message', (message: WorkerMessage) => {
        if (message.id === 0) resolve(true);
        else if (running?.task.id === message.id)
          finish(message.answer ?? err(fault('identity.matcher-unavailable', message.failure)));
      });
      const lose = (): void => {
        resolve(false);
        if (worker !== started) return;
        worker = null;
        if (running) finish(err(fault('identity.matcher-unavailable', 'the worker ended')));
      };
      started.on('error', lose);
      started.on('exit', lose);
    });
  };

  const replaceWorker = (): void => {
    const stuck = worker;
    worker = null;
    void stuck?.terminate();
    finish(err(fault('identity.matcher-unavailable', 'no answer in time')));
  };

  const advance = async (): Promise<void> => {
    if (running || isClosed) return;
    const next = waiting.shift();
    if (!next) {
      worker?.unref();
      return;
    }
    running = next;
    if (!worker) startWorker();
    worker?.ref();
    deadline = setTimeout(replaceWorker, timeoutMs);
    const isReady = await ready;
    if (running !== next) return;
    if (isReady) worker?.postMessage(next.task, [next.task.image.buffer as ArrayBuffer]);
    else finish(err(fault('identity.matcher-unavailable', 'the models could not be loaded')));
  };

  const observe = (
    image: Uint8Array,
    observeOptions: ObserveOptions = {},
  ): Promise<Result<FaceObservation>> => {
    if (isClosed) return Promise.resolve(err(fault('identity.matcher-unavailable', 'closed')));
    if (waiting.length >= maxWaiting) return Promise.resolve(err(fault('identity.busy')));
    return new Promise((settle) => {
      lastId += 1;
      // A copy of its own is moved to the worker (slice would share a Buffer's pool, which cannot be moved).
      waiting.push({ task: { id: lastId, image: new Uint8Array(image), options: observeOptions }, settle });
      void advance();
    });
  };

  return {
    card,
    observe,
    detectFaces: async (image, detectOptions = {}) => observe(image, { ...detectOptions, embed: false }),
    embed: async (image, embedOptions = {}) => {
      const observed = await observe(image, { ...embedOptions, embed: true });
      if (!observed.ok) return observed;
      const { faces, embedding, widthPx, heightPx } = observed.value;
      const face = faces[0];
      if (!face || !embedding) return err(fault('identity.no-face'));
      if (!hasClearMainFace(faces, widthPx, heightPx))
        return err(fault('identity.several-faces', `${faces.length} faces`));
      return ok({ face, embedding });
    },
    compare: (a, b) => compareEmbeddings(a, b, card),
    warmUp: async () => {
      if (!worker && !isClosed) startWorker();
      await ready;
    },
    close: async () => {
      isClosed = true;
      clearTimeout(deadline);
      for (const pending of waiting.splice(0))
        pending.settle(err(fault('identity.matcher-unavailable', 'closed')));
      const last = worker;
      worker = null;
      running?.settle(err(fault('identity.matcher-unavailable', 'closed')));
      running = null;
      await last?.terminate();
    },
  };
};
