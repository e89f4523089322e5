import { openRaster } from './encode-jpeg.ts';
import type { Raster } from './raster.ts';

/** A picture for measuring: colour and brightness, one entry a pixel. */
export interface ReducedPage {
  /** Red in the lowest byte, then green, then blue. */
  readonly pixels: Int32Array;
  readonly luma: Uint8Array;
}

/** Red and blue of a packed pixel, each with room for sums. */
const RED_BLUE = 0x00ff_00ff;

/** The page at `width` × `height`, `scale` times smaller than it is. */
export async function reducePage(
  raster: Raster,
  scale: number,
  width: number,
  height: number,
): Promise<ReducedPage> {
  if (scale === 2) return halve(raster, width, height);
  if (scale === 1) return pack(raster.data);
  return pack(
    await openRaster(raster).resize({ width, height, fit: 'fill', kernel: 'linear' }).raw().toBuffer(),
  );
}

function pack(rgb: Uint8Array): ReducedPage {
  const pixels = new Int32Array(Math.floor(rgb.length / 3));
  const luma = new Uint8Array(pixels.length);
  for (let i = 0, p = 0; i < pixels.length; i += 1, p += 3) {
    const pixel = rgb[p]! | (rgb[p + 1]! << 8) | (rgb[p + 2]! << 16);
    pixels[i] = pixel;
    luma[i] = lumaOf(pixel);
  }
  return { pixels, luma };
}

const lumaOf = (pixel: number): number =>
  ((pixel & 255) * 77 + ((pixel >> 8) & 255) * 150 + (pixel >> 16) * 29) >> 8;

/** Means of two by two pixels, for the kiosk's own 300 dpi: much faster than a general resampling. */
function halve({ data, width: from, height: rows }: Raster, width: number, height: number): ReducedPage {
  const page = { pixels: new Int32Array(width * height), luma: new Uint8Array(width * height) };
  const rowBytes = from * 3;
  // Whole words are read; rows that do not begin with one are copied to where they do.
  const upper = new Int32Array((rowBytes >> 2) + 1);
  const lower = new Int32Array(upper.length);
  const [upperBytes, lowerBytes] = [new Uint8Array(upper.buffer), new Uint8Array(lower.buffer)];
  for (let y = 0; y < height; y += 1) {
    const top = y * 2 * rowBytes;
    const bottom = Math.min(rows - 1, y * 2 + 1) * rowBytes;
    upperBytes.set(data.subarray(top, top + rowBytes));
    lowerBytes.set(data.subarray(bottom, bottom + rowBytes));
    halveRow(upper, lower, from >> 2, page, y * width);
    for (let x = (from >> 2) * 2; x < width; x += 1) {
      const left = x * 6;
      const right = x * 2 + 1 < from ? left + 3 : left;
      let pixel = 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const a = upperBytes[left + channel]! + upperBytes[right + channel]!;
        const b = lowerBytes[left + channel]! + lowerBytes[right + channel]!;
        pixel |= ((a + b + 2) >> 2) << (channel * 8);
      }
      page.pixels[y * width + x] = pixel;
      page.luma[y * width + x] = lumaOf(pixel);
    }
  }
  return page;
}

/** Four pixels of each row lie in three words; they become two. */
function halveRow(
  upper: Int32Array,
  lower: Int32Array,
  fours: number,
  { pixels, luma }: ReducedPage,
  start: number,
): void {
  const end = start + fours * 2;
  for (let i = start, at = 0; i < end; i += 2, at += 3) {
    const a = upper[at]!;
    const b = upper[at + 1]!;
    const c = upper[at + 2]!;
    const d = lower[at]!;
    const e = lower[at + 1]!;
    const f = lower[at + 2]!;
    const one = meanOfFour(a, (a >>> 24) | (b << 8), d, (d >>> 24) | (e << 8));
    const other = meanOfFour((b >>> 16) | (c << 16), c >>> 8, (e >>> 16) | (f << 16), f >>> 8);
    pixels[i] = one;
    luma[i] = lumaOf(one);
    pixels[i + 1] = other;
    luma[i + 1] = lumaOf(other);
  }
}

/** Of packed pixels, whatever their highest bytes hold: two channels are added up at once. */
function meanOfFour(a: number, b: number, c: number, d: number): number {
  const outer = (a & RED_BLUE) + (b & RED_BLUE) + (c & RED_BLUE) + (d & RED_BLUE) + 0x0002_0002;
  const green = ((a >>> 8) & 255) + ((b >>> 8) & 255) + ((c >>> 8) & 255) + ((d >>> 8) & 255) + 2;
  return ((outer >>> 2) & RED_BLUE) | ((green << 6) & 0xff00);
}
