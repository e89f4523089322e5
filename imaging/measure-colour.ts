import type { PageSample } from './page-sample.ts';

/** The stronger and the weaker channel of a coloured pixel differ by more. */
const LEAST_DIFFERENCE = 40;

/** Mean difference between the strongest and weakest channel of the paper. */
export function measurePaperTint({ pixels, luma, paperLevel }: PageSample): number {
  let tint = 0;
  let count = 0;
  for (let i = 0; i < luma.length; i += 16) {
    if (luma[i]! <= paperLevel - 8) continue;
    tint += channelSpread(pixels[i]!);
    count += 1;
  }
  return count === 0 ? 0 : tint / count;
}

/** Whether more than this share of a page is clearly coloured: ink, a seal, tinted paper. */
export function isColoured({ pixels }: PageSample, share: number): boolean {
  const most = share * pixels.length;
  let coloured = 0;
  for (let i = 0; i < pixels.length; i += 1) {
    if (channelSpread(pixels[i]!) <= LEAST_DIFFERENCE) continue;
    coloured += 1;
    if (coloured >= most) return true;
  }
  return false;
}

function channelSpread(pixel: number): number {
  const r = pixel & 255;
  const g = (pixel >> 8) & 255;
  const b = pixel >> 16;
  const strongest = r > g ? Math.max(r, b) : Math.max(g, b);
  const weakest = r < g ? Math.min(r, b) : Math.min(g, b);
  return strongest - weakest;
}
