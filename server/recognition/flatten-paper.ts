import type { GreyImage } from './grey-image.ts';

const BLOCK = 24;
const PAPER_AFTER = 250;
const ONE = 65_536;
/** Darker than this a block is shadow or photo; brightening it further would only raise noise. */
const DARKEST_PAPER = 60;

/** Divides by the local paper brightness, in place: shadows, tints and folds become even white. */
export function flattenPaper(image: GreyImage): void {
  const { width, height, data } = image;
  const wide = Math.max(2, Math.ceil(width / BLOCK));
  const high = Math.max(2, Math.ceil(height / BLOCK));
  const paper = smooth(smooth(measureBlocks(image, wide, high), wide, high, 'upper'), wide, high, 'mean');
  // As whole numbers: what a pixel is multiplied with, in parts of 65,536.
  const gains = paper.map((level) => (PAPER_AFTER / Math.max(DARKEST_PAPER, level)) * ONE);
  const rowGains = new Float64Array(wide);
  for (let y = 0; y < height; y += 1) {
    const v = Math.min(high - 1.001, Math.max(0, (y - BLOCK / 2) / BLOCK));
    const upper = Math.floor(v) * wide;
    const down = v - Math.floor(v);
    for (let i = 0; i < wide; i += 1) {
      rowGains[i] = gains[upper + i]! * (1 - down) + gains[upper + wide + i]! * down;
    }
    brightenRow(data, y * width, width, rowGains);
  }
}

/** Multiplies one row with gains that stand at the middle of each block and change evenly between. */
function brightenRow(data: Uint8Array, start: number, width: number, gains: Float64Array): void {
  const rowEnd = start + width;
  let at = start;
  for (let block = -1; at < rowEnd; block += 1) {
    const left = gains[Math.max(0, block)]!;
    const right = gains[Math.min(gains.length - 1, block + 1)]!;
    const end = Math.min(rowEnd, start + block * BLOCK + BLOCK + BLOCK / 2);
    brighten(data, at, end, Math.round(left) | 0, Math.round((right - left) / BLOCK) | 0);
    at = end;
  }
}

function brighten(data: Uint8Array, from: number, end: number, gain: number, step: number): void {
  let factor = gain;
  for (let at = from; at < end; at += 1) {
    const level = Math.imul(data[at]!, factor) >> 16;
    data[at] = Math.min(level, 255);
    factor = (factor + step) | 0;
  }
}

function measureBlocks(image: GreyImage, wide: number, high: number): Float32Array {
  const { width, height, data } = image;
  const paper = new Float32Array(wide * high).fill(255);
  const histogram = new Uint16Array(256);
  for (let block = 0; block < paper.length; block += 1) {
    histogram.fill(0);
    let count = 0;
    const left = (block % wide) * BLOCK;
    const top = Math.floor(block / wide) * BLOCK;
    const right = Math.min(width, left + BLOCK);
    const bottom = Math.min(height, top + BLOCK);
    for (let y = top; y < bottom; y += 2) {
      const end = y * width + right;
      for (let at = y * width + left; at < end; at += 2) {
        const level = data[at]!;
        histogram[level] = histogram[level]! + 1;
        count += 1;
      }
    }
    if (count === 0) continue;
    let seen = 0;
    let level = 0;
    for (; level < 255; level += 1) {
      seen += histogram[level]!;
      if (seen >= count * 0.8) break;
    }
    paper[block] = level;
  }
  return paper;
}

/** 3 x 3 neighbourhood: its upper third (print never counts as paper) or its mean. */
function smooth(values: Float32Array, wide: number, high: number, kind: 'upper' | 'mean'): Float32Array {
  const result = new Float32Array(values.length);
  const room = new Float32Array(9);
  for (let y = 0; y < high; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      let count = 0;
      let sum = 0;
      for (let yy = Math.max(0, y - 1); yy <= Math.min(high - 1, y + 1); yy += 1) {
        for (let xx = Math.max(0, x - 1); xx <= Math.min(wide - 1, x + 1); xx += 1) {
          const value = values[yy * wide + xx]!;
          room[count] = value;
          count += 1;
          sum += value;
        }
      }
      result[y * wide + x] =
        kind === 'mean' ? sum / count : nthSmallest(room, count, Math.floor(count * 0.66));
    }
  }
  return result;
}

/** Sorts the first `count` values by insertion, which nine are few enough for. */
function nthSmallest(values: Float32Array, count: number, n: number): number {
  for (let i = 1; i < count; i += 1) {
    const value = values[i]!;
    let at = i;
    for (; at > 0 && values[at - 1]! > value; at -= 1) values[at] = values[at - 1]!;
    values[at] = value;
  }
  return values[n]!;
}
