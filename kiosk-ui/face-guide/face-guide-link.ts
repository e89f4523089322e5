import type { GuideAnswer, GuideQuestion } from './face-guide-messages.ts';

export interface FaceGuideLink {
  ask(picture: ImageBitmap): void;
  /** Hears of every answer until the returned function is called; hears `ready` at once if that was said before. */
  listen(hear: (answer: GuideAnswer) => void): () => void;
}

let link: FaceGuideLink | null = null;

/**
 * The worker that looks at faces, started when first wanted and kept: loading it takes seconds, and a kiosk shows this
 * screen to many people. One that failed is replaced at the next visit.
 */
export function linkFaceGuide(): FaceGuideLink {
  link ??= startWorker();
  return link;
}

function startWorker(): FaceGuideLink {
  const worker = new Worker(new URL('./face-guide-worker.ts', import.meta.url), { type: 'module' });
  const listeners = new Set<(answer: GuideAnswer) => void>();
  let isReady = false;
  const tell = (answer: GuideAnswer): void => {
    if (answer.type === 'ready') isReady = true;
    if (answer.type === 'failed') {
      worker.terminate();
      link = null;
    }
    for (const hear of [...listeners]) hear(answer);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<GuideAnswer>) => tell(data));
  worker.addEventListener('error', ({ message }) => tell({ type: 'failed', reason: message }));
  return {
    ask: (picture) => {
      const question: GuideQuestion = { picture };
      worker.postMessage(question, [picture]);
    },
    listen: (hear) => {
      listeners.add(hear);
      if (isReady) hear({ type: 'ready' });
      return () => listeners.delete(hear);
    },
  };
}
