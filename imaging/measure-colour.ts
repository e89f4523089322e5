import type { PageSample } from './page-sample.ts';

export interface ColourShare {
  /** Share of clearly coloured pixels (ink, seal, tinted paper). */
  readonly coloured: number;
  /** Mean difference between the strongest and weakest channel of the paper. */
  readonly paperTint: number;
}

/** How much colour a page has: a black-and-white copy has none in ink nor paper. */
export function measureColour(sample: PageSample): ColourShare {
  const { rgb, luma, paperLevel } = sample;
  let coloured = 0;
  let tint = 0;
  let paperPixels = 0;
  for (let i = 0, p = 0; i < luma.length; i += 1, p += 3) {
    const strongest = Math.max(rgb[p]!, rgb[p + 1]!, rgb[p + 2]!);
    const weakest = Math.min(rgb[p]!, rgb[p + 1]!, rgb[p + 2]!);
    if (strongest - weakest > 40) coloured += 1;
    if (i % 16 === 0 && luma[i]! > paperLevel - 8) {
      tint += strongest - weakest;
      paperPixels += 1;
    }
  }
  return { coloured: coloured / luma.length, paperTint: paperPixels === 0 ? 0 : tint / paperPixels };
}
