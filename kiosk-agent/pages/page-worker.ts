// Runs in a worker thread: judging and packing a page takes most of a second of processor time, during which the
// status, the camera and the other pages must go on.
import { parentPort } from 'node:worker_threads';
import type { Fault } from '@saoy/contracts/errors';
import type { CardHint } from '@saoy/contracts/identity';
import { ok, type Result } from '@saoy/contracts/result';
import { watchForCodes } from '@saoy/imaging';
import sharp from 'sharp';
import { prepareCard, preparePage } from './prepare-page.ts';
import { rehearsePage } from './rehearse-page.ts';

/** What a frame of the camera showed of the code of a card. */
export interface FrameSighting {
  readonly texts: readonly string[];
  readonly hint: CardHint | null;
}

export interface PageWork {
  /** Zero = only make ready: no answer is sent. */
  readonly id: number;
  /** A card is not judged and not kept; of a frame of the camera only the codes are wanted. */
  readonly kind: 'page' | 'card' | 'frame';
  /** Empty but for a page. */
  readonly pageId: string;
  readonly image: Uint8Array;
  readonly resolutionDpi: number;
  /** Of a frame: of another card or person than those before. */
  readonly isFirst?: boolean;
}

// Decoded A4 pages are 26 MB each: keep none of them and work on one at a time.
sharp.cache(false);
sharp.concurrency(1);

const codes = watchForCodes();

parentPort?.on('message', async (work: PageWork) => {
  if (work.id === 0) return rehearsePage();
  parentPort?.postMessage({ id: work.id, result: await carryOut(work) });
});

async function carryOut({
  kind,
  pageId,
  image,
  resolutionDpi,
  isFirst,
}: PageWork): Promise<Result<unknown, Fault>> {
  switch (kind) {
    case 'page':
      return preparePage(pageId, image, resolutionDpi);
    case 'card':
      return prepareCard(image, resolutionDpi);
    case 'frame': {
      // Codes are put together of several frames.
      if (isFirst === true) codes.forget();
      const { codes: seen, hint } = await codes.look(image);
      return ok({ texts: seen.map(({ text }) => text), hint } satisfies FrameSighting);
    }
  }
}
