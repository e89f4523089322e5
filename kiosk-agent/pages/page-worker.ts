// Runs in a worker thread: judging and packing a page takes most of a second of processor time, during which the
// status, the camera and the other pages must go on.
import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { prepareCard, preparePage } from './prepare-page.ts';
import { rehearsePage } from './rehearse-page.ts';

export interface PageWork {
  /** Zero = only make ready: no answer is sent. */
  readonly id: number;
  /** Null for a card, which is not judged and not kept. */
  readonly pageId: string | null;
  readonly image: Uint8Array;
  readonly resolutionDpi: number;
}

// Decoded A4 pages are 26 MB each: keep none of them and work on one at a time.
sharp.cache(false);
sharp.concurrency(1);

parentPort?.on('message', async ({ id, pageId, image, resolutionDpi }: PageWork) => {
  if (id === 0) return rehearsePage();
  const result =
    pageId === null
      ? await prepareCard(image, resolutionDpi)
      : await preparePage(pageId, image, resolutionDpi);
  parentPort?.postMessage({ id, result });
});
