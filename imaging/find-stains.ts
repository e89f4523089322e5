import { type Component, findComponents } from './connected-components.ts';
import { type PageSample, SAMPLE_PX_PER_MM, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

/** Cells so small fit into a blot, and no stroke of a letter fills several of them. */
const CELL = 8;
/** A blot is at least so many cells in either direction, and in all. */
const LEAST_SIDE = 3;
const LEAST_CELLS = 9;
/** Darker than this share of the paper nothing under it can be read. */
const OPAQUE = 0.45;
/** What is less dark, but no paper: the rim of a blot, the face around dark hair. */
const SHADE = 0.72;
/** Of a stain nearly everything is opaque; pictures and seals have shades. */
const LEAST_SOLID = 0.72;
/** The bed, a lid, and the black edge of a photocopy lie along the rim. */
const RIM_MM = 5;
/** Text that goes on beside a stain stands so near to it. */
const REACH_MM = 8;
/** Letters beside a stain that show that it lies on text. */
const LEAST_LETTERS = 3;
const LETTER_MM = { least: 1.1, most: 7 } as const;

/** Dark blots that hide a part of the text: ink, oil, burns, thick marker. */
export function findStains(sample: PageSample): Box[] {
  const { width, height } = sample;
  const wide = Math.floor(width / CELL);
  const high = Math.floor(height / CELL);
  const opaque = markOpaque(sample, wide, high);
  const rim = Math.ceil((RIM_MM * SAMPLE_PX_PER_MM) / CELL);
  return findComponents(opaque, wide, high)
    .filter(
      ({ left, right, top, bottom, pixels }) =>
        pixels >= LEAST_CELLS &&
        right - left + 1 >= LEAST_SIDE &&
        bottom - top + 1 >= LEAST_SIDE &&
        left >= rim &&
        top >= rim &&
        right < wide - rim &&
        bottom < high - rim,
    )
    .map(inPixels)
    .filter((stain) => isSolid(stain, sample) && liesOnText(stain, sample))
    .map(({ left, right, top, bottom }) =>
      toInputBox(sample, [left, top, right - left + 1, bottom - top + 1]),
    );
}

/** Cells without any lighter pixel. Most have one at their middle, and are done with. */
function markOpaque(
  { luma, pixels, width, paperLevel, bed }: PageSample,
  wide: number,
  high: number,
): Uint8Array {
  const limit = paperLevel * OPAQUE;
  const opaque = new Uint8Array(wide * high);
  for (let cellY = 0; cellY < high; cellY += 1) {
    for (let cellX = 0; cellX < wide; cellX += 1) {
      const start = cellY * CELL * width + cellX * CELL;
      const middle = start + (CELL >> 1) * width + (CELL >> 1);
      if (luma[middle]! >= limit || bed.mask[middle] === 1) continue;
      // The solid parts of a seal are dark, but red.
      if ((pixels[middle]! & 255) >= limit) continue;
      if (isDark(luma, width, start, limit)) opaque[cellY * wide + cellX] = 1;
    }
  }
  return opaque;
}

function isDark(luma: Uint8Array, width: number, start: number, limit: number): boolean {
  for (let y = 0, row = start; y < CELL; y += 1, row += width)
    for (let at = row; at < row + CELL; at += 1) if (luma[at]! >= limit) return false;
  return true;
}

const inPixels = ({ left, right, top, bottom, pixels }: Component): Component => ({
  pixels: pixels * CELL * CELL,
  left: left * CELL,
  right: right * CELL + CELL - 1,
  top: top * CELL,
  bottom: bottom * CELL + CELL - 1,
});

/** Whether what is dark there is nearly all opaque: a portrait or an emblem is not. */
function isSolid({ left, right, top, bottom }: Component, sample: PageSample): boolean {
  const { luma, width, height, paperLevel } = sample;
  let opaque = 0;
  let shaded = 0;
  for (let y = Math.max(0, top - CELL); y < Math.min(height, bottom + CELL); y += 2) {
    for (let x = Math.max(0, left - CELL); x < Math.min(width, right + CELL); x += 2) {
      const level = luma[y * width + x]!;
      if (level < paperLevel * OPAQUE) opaque += 1;
      if (level < paperLevel * SHADE) shaded += 1;
    }
  }
  return opaque > shaded * LEAST_SOLID;
}

/** Whether lines of text end at a stain: letters stand beside it at its own height. */
function liesOnText(stain: Component, { parts }: PageSample): boolean {
  const reach = REACH_MM * SAMPLE_PX_PER_MM;
  let before = 0;
  let behind = 0;
  for (const part of parts) {
    const down = (part.bottom - part.top + 1) / SAMPLE_PX_PER_MM;
    if (down < LETTER_MM.least || down > LETTER_MM.most) continue;
    const middle = (part.top + part.bottom) / 2;
    if (middle < stain.top - CELL || middle > stain.bottom + CELL) continue;
    if (part.right < stain.left + CELL && part.right > stain.left - reach) before += 1;
    if (part.left > stain.right - CELL && part.left < stain.right + reach) behind += 1;
  }
  return before + behind >= LEAST_LETTERS;
}
