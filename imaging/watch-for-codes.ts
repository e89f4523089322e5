import { decodeImage } from './decode-image.ts';
import type { QrCode } from './decode-qr.ts';
import { openRaster } from './encode-jpeg.ts';
import { findCodeRegions, type GreyPixels } from './find-code-regions.ts';
import { type CodeHint, judgeCodeView } from './judge-code-view.ts';
import { GridMemory } from './qr-grid/grid-memory.ts';
import type { Box, Raster } from './raster.ts';
import { FRAME_ATTEMPTS, readQrCodes } from './read-qr-codes.ts';

/** What one frame showed. */
export interface CodeSighting {
  /** Codes whose error correction came out right; usually one or none. */
  readonly codes: readonly QrCode[];
  /** What to tell the person when nothing was read; null when a code was read, or nothing is wrong with the view. */
  readonly hint: CodeHint | null;
  /** Where the code, or what looks like one, stands; in pixels of the frame. */
  readonly box: Box | null;
}

/** Looks for QR codes in the frames of a camera, one after the other. */
export interface CodeWatcher {
  /**
   * Looks at a frame (bytes of an image file, or pixels). Call it with the newest frame there is, after the answer to
   * the one before: frames meanwhile are best dropped. What is no image shows nothing.
   */
  look(frame: Uint8Array | Raster): Promise<CodeSighting>;
  /** Another card, or another person, comes: nothing of the frames so far is used any longer. */
  forget(): void;
}

const NOTHING: CodeSighting = { codes: [], hint: 'no-code', box: null };

/** Begins to watch; nothing of a frame is kept on any disk. */
export function watchForCodes(): CodeWatcher {
  const memory = new GridMemory();
  return {
    look: async (frame) => {
      const raster = frame instanceof Uint8Array ? await decodeOrUndefined(frame) : frame;
      if (raster === undefined) return NOTHING;
      const codes = await readQrCodes(raster, FRAME_ATTEMPTS, memory);
      if (codes[0] !== undefined) {
        memory.forget();
        return { codes, hint: null, box: codes[0].box };
      }
      const grey = await toGrey(raster);
      const box = findCodeRegions(grey, 1)[0] ?? null;
      return { codes: [], hint: judgeCodeView(grey, box), box };
    },
    forget: () => memory.forget(),
  };
}

async function decodeOrUndefined(bytes: Uint8Array): Promise<Raster | undefined> {
  const decoded = await decodeImage(bytes);
  return decoded.ok ? decoded.value : undefined;
}

async function toGrey(raster: Raster): Promise<GreyPixels> {
  const { data, info } = await openRaster(raster)
    .greyscale()
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
