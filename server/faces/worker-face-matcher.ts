import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { compareEmbeddings } from './compare-embeddings.ts';
import { faceApiModelCard } from './face-api-model-card.ts';
import type {
  FaceEngineName,
  FaceMatcher,
  FaceObservation,
  ModelCard,
  ObserveOptions,
} from './face-matcher.ts';
import type { FaceTask } from './face-worker.ts';
import { createFaceWorkerSlot } from './face-worker-slot.ts';
import { hasClearMainFace } from './main-face.ts';
import { onnxModelCard } from './onnx-model-card.ts';

export interface WorkerFaceMatcherOptions {
  readonly engine?: FaceEngineName;
  /** Pictures looked at at once, each by a process with networks of its own. */
  readonly workers?: number;
  /** Threads of the ONNX runtime; more than one spin while they wait and cost more than they bring on a busy machine. */
  readonly threads?: number;
  /** Pictures waiting at most; the next is refused as busy. */
  readonly maxWaiting?: number;
  /** The worker is killed and replaced when one picture takes longer, counted from when its models are loaded. */
  readonly timeoutMs?: number;
  readonly card?: ModelCard;
}

interface Pending {
  readonly task: FaceTask;
  readonly settle: (answer: Result<FaceObservation>) => void;
}

const cards: Readonly<Record<FaceEngineName, ModelCard>> = {
  onnx: onnxModelCard,
  'face-api': faceApiModelCard,
};

/** A matcher whose networks run in worker processes that start when first needed and keep their models. */
export const createFaceMatcher = (options: WorkerFaceMatcherOptions = {}): FaceMatcher => {
  const { engine = 'onnx', workers = 1, threads = 1, maxWaiting = 32, timeoutMs = 15_000 } = options;
  const card = options.card ?? cards[engine];
  const slots = Array.from({ length: workers }, () => createFaceWorkerSlot({ engine, threads }, timeoutMs));
  const waiting: Pending[] = [];
  let isClosed = false;
  let lastId = 0;

  const advance = (): void => {
    const slot = slots.find(({ isBusy }) => !isBusy);
    const next = slot && !isClosed ? waiting.shift() : undefined;
    if (!slot || !next) return;
    void slot.run(next.task).then((answer) => {
      next.settle(answer);
      advance();
    });
    advance();
  };

  const observe = (
    image: Uint8Array,
    observeOptions: ObserveOptions = {},
  ): Promise<Result<FaceObservation>> => {
    if (isClosed) return Promise.resolve(err(fault('identity.matcher-unavailable', 'closed')));
    if (waiting.length >= maxWaiting) return Promise.resolve(err(fault('identity.busy')));
    return new Promise((settle) => {
      lastId += 1;
      waiting.push({ task: { id: lastId, image, options: observeOptions }, settle });
      advance();
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
      if (!isClosed) await Promise.all(slots.map((slot) => slot.warmUp()));
    },
    close: async () => {
      isClosed = true;
      for (const pending of waiting.splice(0))
        pending.settle(err(fault('identity.matcher-unavailable', 'closed')));
      await Promise.all(slots.map((slot) => slot.close()));
    },
  };
};
