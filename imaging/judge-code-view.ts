import type { GreyPixels } from './find-code-regions.ts';
import type { Box } from './raster.ts';

/** Why a code in a camera's view may not be read, for the person to change. */
export type CodeHint = 'no-code' | 'too-far' | 'too-dark' | 'glare' | 'blurred';

/** The code of a card has 45 modules a side; below two and a half pixels each it is seldom read. The box has a margin. */
const LEAST_SIDE_PX = 150;
/** Brightest tenth of the box: paper in good light. */
const LEAST_LIGHT = 90;
const BURNT = 250;
const MOST_BURNT_SHARE = 0.04;
/** Steepest steps between neighbours, of the contrast. */
const LEAST_STEEPNESS = 0.2;

/** The first thing to change, the plainest first; null when nothing is wrong with the view. */
export function judgeCodeView(image: GreyPixels, box: Box | null): CodeHint | null {
  if (box === null) return 'no-code';
  const [left, top, width, height] = box;
  const histogram = new Uint32Array(256);
  const steps = new Uint32Array(256);
  for (let y = top; y < top + height; y++)
    for (let x = left; x < left + width; x++) {
      const here = image.data[y * image.width + x]!;
      histogram[here]!++;
      if (x + 1 < left + width) steps[Math.abs(image.data[y * image.width + x + 1]! - here)]!++;
    }
  const pixels = width * height;
  const light = levelAt(histogram, pixels * 0.9);
  const contrast = light - levelAt(histogram, pixels * 0.1);
  if (Math.max(width, height) < LEAST_SIDE_PX) return 'too-far';
  if (light < LEAST_LIGHT) return 'too-dark';
  let burnt = 0;
  for (let level = BURNT; level < histogram.length; level++) burnt += histogram[level]!;
  if (burnt > pixels * MOST_BURNT_SHARE) return 'glare';
  return levelAt(steps, pixels * 0.97) < contrast * LEAST_STEEPNESS ? 'blurred' : null;
}

/** The level below which so many of the counted lie. */
function levelAt(histogram: Uint32Array, count: number): number {
  let seen = 0;
  for (let level = 0; level < histogram.length; level++) {
    seen += histogram[level]!;
    if (seen >= count) return level;
  }
  return histogram.length - 1;
}
