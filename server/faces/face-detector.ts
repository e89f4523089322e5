import sharp from 'sharp';
import type { Network } from './face-models.ts';
import { type Box, overlapRatio } from './geometry.ts';
import type { Pixels } from './pixels.ts';

const inputWidth = 320;
const inputHeight = 240;
const minScore = 0.7;
/** In tiles texture looks like small faces more often. */
const minTileScore = 0.9;
const maxOverlap = 0.4;

export interface FaceBox extends Box {
  readonly score: number;
}

/**
 * How hard to look: `live` looks once at the whole picture, for frames of a video; `frame` looks at the whole picture (faces of at least about a tenth of its width) and at tiles
 * only if that is in vain; `page` always looks at overlapping tiles too, for a card anywhere on an A4 scan;
 * `card` does so with the picture turned by every quarter and keeps the best turn.
 */
export type FaceSearch = 'live' | 'frame' | 'page' | 'card';

/** Boxes of the upright faces in the picture, best first, in its pixels. */
export const findFaceBoxes = async (
  network: Network,
  pixels: Pixels,
  search: FaceSearch,
): Promise<FaceBox[]> => {
  const whole = await findAtLevel(network, pixels, 1, minScore);
  if (search === 'live' || (search === 'frame' && whole.length > 0)) return keepDistinct(whole);
  const found = [...whole];
  for (const rows of search === 'frame' ? [2] : [2, 4])
    found.push(...(await findAtLevel(network, pixels, rows, minTileScore)));
  return keepDistinct(found);
};

/** Shrinks the picture so that `rows` windows of the network fill it, and looks through half-overlapping windows. */
const findAtLevel = async (
  network: Network,
  pixels: Pixels,
  rows: number,
  threshold: number,
): Promise<FaceBox[]> => {
  const scale = rows * Math.min(inputWidth / pixels.width, inputHeight / pixels.height);
  // Enlarging shows nothing new.
  if (rows > 1 && scale > 2) return [];
  const width = Math.max(1, Math.round(pixels.width * scale));
  const height = Math.max(1, Math.round(pixels.height * scale));
  const data = await sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  const level: Pixels = { data, width, height };
  const found: FaceBox[] = [];
  for (const top of stops(height, inputHeight))
    for (const left of stops(width, inputWidth))
      for (const box of await findInWindow(network, level, left, top, threshold))
        found.push({
          x: box.x / scale,
          y: box.y / scale,
          width: box.width / scale,
          height: box.height / scale,
          score: box.score,
        });
  return keepDistinct(found);
};

const stops = (total: number, size: number): number[] => {
  if (size >= total) return [0];
  const count = Math.ceil((total - size) / (size / 2)) + 1;
  return Array.from({ length: count }, (_, index) => Math.round(((total - size) * index) / (count - 1)));
};

const findInWindow = async (
  network: Network,
  level: Pixels,
  left: number,
  top: number,
  threshold: number,
): Promise<FaceBox[]> => {
  const outputs = await network.run(planesOf(level, left, top), [1, 3, inputHeight, inputWidth]);
  const scores = outputs['scores'] ?? new Float32Array();
  const boxes = outputs['boxes'] ?? new Float32Array();
  const found: FaceBox[] = [];
  for (let index = 0; index * 2 < scores.length; index += 1) {
    const score = scores[index * 2 + 1] ?? 0;
    if (score < threshold) continue;
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = boxes.subarray(index * 4, index * 4 + 4);
    found.push({
      x: left + x1 * inputWidth,
      y: top + y1 * inputHeight,
      width: (x2 - x1) * inputWidth,
      height: (y2 - y1) * inputHeight,
      score,
    });
  }
  return found;
};

/** The window at (left, top) as planes of −1…1; black beyond the picture. */
const planesOf = (level: Pixels, left: number, top: number): Float32Array => {
  const size = inputWidth * inputHeight;
  const planes = new Float32Array(size * 3).fill(-127 / 128);
  const columns = Math.min(inputWidth, level.width - left);
  const rows = Math.min(inputHeight, level.height - top);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const from = ((top + row) * level.width + left + column) * 3;
      const to = row * inputWidth + column;
      for (let channel = 0; channel < 3; channel += 1)
        planes[channel * size + to] = ((level.data[from + channel] ?? 0) - 127) / 128;
    }
  return planes;
};

const keepDistinct = (boxes: readonly FaceBox[]): FaceBox[] => {
  const kept: FaceBox[] = [];
  for (const box of [...boxes].sort((a, b) => b.score - a.score))
    if (kept.every((other) => overlapRatio(box, other) < maxOverlap && !isInside(box, other))) kept.push(box);
  return kept;
};

/** Tiles cut faces: the stump of a face already found is not a second one. */
const isInside = (a: Box, b: Box): boolean => {
  const width = Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x));
  const height = Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));
  return width * height > 0.6 * Math.min(a.width * a.height, b.width * b.height);
};
