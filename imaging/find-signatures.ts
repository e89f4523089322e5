import { findComponents } from './connected-components.ts';
import { redness } from './find-red-seals.ts';
import { type PageSample, SAMPLE_PX_PER_MM, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

/** Handwritten signatures: one connected, sparse stroke of signature size that is not red. */
export function findSignatures(sample: PageSample): Box[] {
  const { width, height } = sample;
  const strokes = dropRedAndFaint(sample);
  return findComponents(strokes, width, height)
    .filter((stroke) => {
      const across = stroke.right - stroke.left + 1;
      const down = stroke.bottom - stroke.top + 1;
      const acrossMm = across / SAMPLE_PX_PER_MM;
      const downMm = down / SAMPLE_PX_PER_MM;
      if (stroke.left < width * 0.02 || stroke.right > width * 0.98) return false;
      if (acrossMm <= 11 || acrossMm >= 80 || downMm <= 4.5 || downMm >= 34) return false;
      const fill = stroke.pixels / (across * down);
      const isRoundSeal = acrossMm > 26 && across / down > 0.75 && across / down < 1.33;
      return fill < 0.3 && acrossMm * downMm > 90 && across / down < 9 && !isRoundSeal;
    })
    .sort((a, b) => b.pixels - a.pixels)
    .map((stroke) =>
      toInputBox(sample, [
        stroke.left,
        stroke.top,
        stroke.right - stroke.left + 1,
        stroke.bottom - stroke.top + 1,
      ]),
    );
}

function dropRedAndFaint(sample: PageSample): Uint8Array {
  const { ink, rgb } = sample;
  const strokes = new Uint8Array(ink.length);
  for (let i = 0; i < ink.length; i += 1) {
    if (ink[i] === 1 && redness(rgb, i * 3) <= 30) strokes[i] = 1;
  }
  return strokes;
}
