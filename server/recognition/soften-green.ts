import type { Box, Raster } from '@saoy/imaging';
import { dropRed, type GreyImage } from './grey-image.ts';

/** Every second byte of a word, with room for sums between. */
const EVEN = 0x00ff_00ff;

/**
 * The same as {@link toGrey} of the whole page, each pixel averaged with those to its right and below: without it,
 * scaling down by up to two would skip pixels and keep their grain. Rows pass through in words of four pixels.
 */
export function softenGreen(raster: Raster, redFreeBoxes: readonly Box[]): GreyImage {
  const { width, height } = raster;
  const data = new Uint8Array(width * height);
  // Room for the word behind the last pixels.
  const words = (width >> 2) + 2;
  const rgb = new Int32Array(words * 3);
  const soft = new Int32Array(words);
  const rgbBytes = new Uint8Array(rgb.buffer);
  const softBytes = new Uint8Array(soft.buffer, 0, width);
  const readGreen = (y: number, into: Int32Array) => {
    rgbBytes.set(raster.data.subarray(y * width * 3, (y + 1) * width * 3));
    pickGreen(rgb, into);
    const row = { width, height: 1, data: new Uint8Array(into.buffer, 0, width) };
    if (redFreeBoxes.length > 0) dropRed(raster, redFreeBoxes, row, 0, y);
  };
  let above = new Int32Array(words);
  let below = new Int32Array(words);
  readGreen(0, above);
  for (let y = 0; y < height - 1; y += 1) {
    readGreen(y + 1, below);
    softenRow(above, below, soft);
    // Beyond the last pixel there is nothing to average with.
    softBytes[width - 1] = new Uint8Array(above.buffer)[width - 1]!;
    data.set(softBytes, y * width);
    [above, below] = [below, above];
  }
  data.set(new Uint8Array(above.buffer, 0, width), (height - 1) * width);
  return { width, height, data };
}

/** Of four pixels in three words. */
function pickGreen(rgb: Int32Array, green: Int32Array): void {
  for (let i = 0, p = 0; i < green.length; i += 1, p += 3) {
    const a = rgb[p]!;
    const b = rgb[p + 1]!;
    green[i] =
      ((a >>> 8) & 255) | ((b & 255) << 8) | ((b >>> 8) & 0xff_0000) | ((rgb[p + 2]! << 8) & ~0xff_ffff);
  }
}

/** Sums over two rows, of even and odd pixels apart, then over neighbours. */
function softenRow(above: Int32Array, below: Int32Array, soft: Int32Array): void {
  let even = (above[0]! & EVEN) + (below[0]! & EVEN);
  let odd = ((above[0]! >>> 8) & EVEN) + ((below[0]! >>> 8) & EVEN);
  for (let i = 0; i < soft.length - 1; i += 1) {
    const a = above[i + 1]!;
    const b = below[i + 1]!;
    const nextEven = (a & EVEN) + (b & EVEN);
    const nextOdd = ((a >>> 8) & EVEN) + ((b >>> 8) & EVEN);
    const afterOdd = odd + ((even >>> 16) | (nextEven << 16));
    soft[i] = (((even + odd + 0x0002_0002) >>> 2) & EVEN) | ((((afterOdd + 0x0002_0002) >>> 2) & EVEN) << 8);
    even = nextEven;
    odd = nextOdd;
  }
}
