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
 * Brightness of a page; inside the given boxes red ink becomes paper, so that text under a seal can be read.
 * Elsewhere red stays: titles are often printed in it.
 */
export function toGrey(raster: Raster, redFreeBoxes: readonly Box[]): GreyImage {
  const { width, height, data: rgb } = raster;
  const data = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < data.length; i += 1, p += 3) {
    data[i] = (rgb[p]! * 77 + rgb[p + 1]! * 150 + rgb[p + 2]! * 29) >> 8;
  }
  for (const box of redFreeBoxes) {
    const margin = Math.round(raster.resolutionDpi / 25);
    const left = Math.max(0, box[0] - margin);
    const right = Math.min(width, box[0] + box[2] + margin);
    const bottom = Math.min(height, box[1] + box[3] + margin);
    for (let y = Math.max(0, box[1] - margin); y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        const p = (y * width + x) * 3;
        const strongest = rgb[p]!;
        if (strongest - Math.max(rgb[p + 1]!, rgb[p + 2]!) > STAMP_REDNESS) data[y * width + x] = strongest;
      }
    }
  }
  return { width, height, data };
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

/** Binary PGM, which the reading engine takes without decompression. */
export function encodePgm(image: GreyImage): Uint8Array {
  const header = new TextEncoder().encode(`P5\n${image.width} ${image.height}\n255\n`);
  const bytes = new Uint8Array(header.length + image.data.length);
  bytes.set(header);
  bytes.set(image.data, header.length);
  return bytes;
}
