import { eq } from 'drizzle-orm';
import type { ReadingProgress } from '../intake/reading-progress.ts';
import type { Executor } from '../storage/database.ts';
import { requests } from '../storage/schema.ts';
import type { ChangeFeed } from './change-feed.ts';

/** A notification lost with its connection delays an answer by no more than this. */
const RECHECK_MS = 2000;

/**
 * Waits until a request has a revision beyond `after`, `waitMs` have passed, or the caller hung up; with `progress` also
 * until one of its pages is read further.
 */
export async function waitForRevision(
  db: Executor,
  feed: ChangeFeed,
  wait: { requestId: string; after: number; waitMs: number; signal: AbortSignal },
  progress?: ReadingProgress,
): Promise<void> {
  let isReadFurther = false;
  const deadline = performance.now() + wait.waitMs;
  for (;;) {
    const change = Promise.withResolvers<void>();
    // Listening begins before looking, so that no change falls between the two.
    const stop = feed.watchOne('request', wait.requestId, () => change.resolve());
    const stopProgress = progress?.watch(wait.requestId, () => {
      isReadFurther = true;
      change.resolve();
    });
    const onAbort = () => change.resolve();
    wait.signal.addEventListener('abort', onAbort);
    let timer: NodeJS.Timeout | undefined;
    try {
      const [row] = await db
        .select({ revision: requests.revision })
        .from(requests)
        .where(eq(requests.id, wait.requestId));
      const leftMs = deadline - performance.now();
      if (row === undefined || row.revision > wait.after || leftMs <= 0) return;
      if (wait.signal.aborted || isReadFurther) return;
      timer = setTimeout(() => change.resolve(), Math.min(RECHECK_MS, leftMs));
      await change.promise;
    } finally {
      clearTimeout(timer);
      stop();
      stopProgress?.();
      wait.signal.removeEventListener('abort', onAbort);
    }
  }
}
