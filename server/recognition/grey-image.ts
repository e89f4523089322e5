import type { Box, Raster } from '@saoy/imaging';
import sharp, { type Sharp } from 'sharp';

/** One byte a pixel, row by row. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Red this far above the other channels is stamp ink, not print. */
const STAMP_REDNESS = 24;

/**
 * A page, or one box of it, in grey: its green channel, in which black, blue and red ink alike are dark. Inside the
 * given boxes red ink becomes paper, so that text under a seal can be read. Elsewhere red stays: titles are often
 * printed in it.
 */
export function toGrey(raster: Raster, redFreeBoxes: readonly Box[], part?: Box): GreyImage {
  const { data: rgb } = raster;
  const [x0, y0, width, height] = part ?? [0, 0, raster.width, raster.height];
  const data = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y += 1) {
    let p = ((y0 + y) * raster.width + x0) * 3 + 1;
    for (const end = i + width; i < end; i += 1, p += 3) data[i] = rgb[p]!;
  }
  dropRed(raster, redFreeBoxes, { width, height, data }, x0, y0);
  return { width, height, data };
}

/** Makes red ink paper where one of the boxes lies; `grey` is the part of the page at `x0`, `y0`. */
export function dropRed(
  raster: Raster,
  boxes: readonly Box[],
  grey: GreyImage,
  x0: number,
  y0: number,
): void {
  const { data: rgb } = raster;
  const margin = Math.round(raster.resolutionDpi / 25);
  for (const box of boxes) {
    const left = Math.max(x0, box[0] - margin);
    const right = Math.min(x0 + grey.width, box[0] + box[2] + margin);
    const bottom = Math.min(y0 + grey.height, box[1] + box[3] + margin);
    for (let y = Math.max(y0, box[1] - margin); y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        const p = (y * raster.width + x) * 3;
        const strongest = rgb[p]!;
        if (strongest - Math.max(rgb[p + 1]!, rgb[p + 2]!) > STAMP_REDNESS) {
          grey.data[(y - y0) * grey.width + x - x0] = strongest;
        }
      }
    }
  }
}

const open = (image: GreyImage): Sharp =>
  sharp(image.data, {
    raw: { width: image.width, height: image.height, channels: 1 },
    limitInputPixels: false,
  });

/** Applies steps of sharp; the result has one channel again. */
export async function transform(image: GreyImage, steps: (image: Sharp) => Sharp): Promise<GreyImage> {
  const { data, info } = await steps(open(image))
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 1) return { width: info.width, height: info.height, data };
  const single = new Uint8Array(info.width * info.height);
  for (let i = 0; i < single.length; i += 1) single[i] = data[i * info.channels]!;
  return { width: info.width, height: info.height, data: single };
}
