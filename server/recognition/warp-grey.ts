import type { Affine } from './affine.ts';
import type { GreyImage } from './grey-image.ts';

const PAPER = 255;
const ONE = 65_536;

/**
 * An image of `width` × `height` whose points lie where `toSource` maps them in the source: turning, straightening
 * and scaling in one step, each pixel interpolated between four. Points outside the source become white.
 * `softened` = the source was averaged over 2 × 2 pixels, so its values stand half a pixel further.
 */
export function warpGrey(
  source: GreyImage,
  toSource: Affine,
  width: number,
  height: number,
  isSoftened: boolean,
): GreyImage {
  const data = new Uint8Array(width * height).fill(PAPER);
  const { width: wide, height: high } = source;
  const pairs = new DataView(source.data.buffer, source.data.byteOffset, source.data.byteLength);
  const shift = isSoftened ? 1 : 0.5;
  const [a, b, c, d, e, f] = toSource;
  // In whole numbers of 1/65,536 pixel; the sides of an image are far below 32,768.
  const stepU = Math.round(a * ONE) | 0;
  const stepV = Math.round(d * ONE) | 0;
  const mostU = (wide - 1) * ONE - 1;
  const mostV = (high - 1) * ONE - 1;
  for (let y = 0; y < height; y += 1) {
    // Of the centre of the row's first pixel.
    const startU = Math.round((a * 0.5 + b * (y + 0.5) + c - shift) * ONE);
    const startV = Math.round((d * 0.5 + e * (y + 0.5) + f - shift) * ONE);
    const [first, end] = overlap(within(startU, stepU, mostU), within(startV, stepV, mostV), width);
    warpRow(pairs, wide, data, y * width + first, y * width + end, {
      u: (startU + first * stepU) | 0,
      v: (startV + first * stepV) | 0,
      stepU,
      stepV,
    });
  }
  return { width, height, data };
}

/** Where the first pixel lies in the source and how far on the next one, in 65,536ths of a pixel. */
interface Course {
  readonly u: number;
  readonly v: number;
  readonly stepU: number;
  readonly stepV: number;
}

function warpRow(
  from: DataView,
  wide: number,
  to: Uint8Array,
  start: number,
  end: number,
  course: Course,
): void {
  let { u, v } = course;
  const { stepU, stepV } = course;
  for (let i = start; i < end; i += 1) {
    const at = Math.imul(v >> 16, wide) + (u >> 16);
    const right = (u >> 8) & 255;
    const down = (v >> 8) & 255;
    // Two neighbours at once.
    const two = from.getUint16(at, true);
    const lowerTwo = from.getUint16(at + wide, true);
    const upper = Math.imul(two & 255, 256 - right) + Math.imul(two >> 8, right);
    const lower = Math.imul(lowerTwo & 255, 256 - right) + Math.imul(lowerTwo >> 8, right);
    to[i] = (Math.imul(upper, 256 - down) + Math.imul(lower, down) + 32_768) >> 16;
    u = (u + stepU) | 0;
    v = (v + stepV) | 0;
  }
}

type Range = readonly [first: number, last: number];

/** The steps for which `start + step · x` lies between 0 and `most`. */
function within(start: number, step: number, most: number): Range {
  if (step === 0) return start >= 0 && start <= most ? [0, Number.POSITIVE_INFINITY] : [0, -1];
  const [one, other] = [-start / step, (most - start) / step];
  return [Math.ceil(Math.min(one, other)), Math.floor(Math.max(one, other))];
}

const overlap = (a: Range, b: Range, width: number): [first: number, end: number] => [
  Math.max(0, a[0], b[0]),
  Math.min(width, a[1] + 1, b[1] + 1),
];

/** Averages 2 × 2 pixels in place: without it, scaling down by up to two would skip pixels and keep their grain. */
export function softenGrey({ width, height, data }: GreyImage): void {
  for (let y = 0; y < height - 1; y += 1) {
    const end = (y + 1) * width - 1;
    let i = y * width;
    for (let left = data[i]! + data[i + width]!; i < end; i += 1) {
      const right = data[i + 1]! + data[i + 1 + width]!;
      data[i] = (left + right + 2) >> 2;
      left = right;
    }
  }
}

/** Averages squares of `side` pixels; what does not fill a square at the right and lower edge is dropped. */
export function shrinkGrey(source: GreyImage, side: number): GreyImage {
  const width = Math.floor(source.width / side);
  const height = Math.floor(source.height / side);
  const data = new Uint8Array(width * height);
  const sums = new Uint32Array(width);
  for (let y = 0; y < height; y += 1) {
    sums.fill(0);
    for (let row = y * side; row < (y + 1) * side; row += 1) {
      let at = row * source.width;
      for (let x = 0; x < width; x += 1) {
        for (let i = 0; i < side; i += 1) sums[x] = sums[x]! + source.data[at++]!;
      }
    }
    for (let x = 0; x < width; x += 1) data[y * width + x] = sums[x]! / (side * side);
  }
  return { width, height, data };
}
