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
 * How hard to look: `frame` looks at the whole picture (faces of at least about a tenth of its width);
 * `page` also looks at overlapping tiles, for a card anywhere on an A4 scan.
 */
export type FaceSearch = 'frame' | 'page';

/** Boxes of the upright faces in the picture, best first, in its pixels. */
export const findFaceBoxes = async (
  network: Network,
  pixels: Pixels,
  search: FaceSearch,
): Promise<FaceBox[]> => {
  const whole = await findInTile(
    network,
    pixels,
    { x: 0, y: 0, width: pixels.width, height: pixels.height },
    minScore,
  );
  if (search === 'frame' && whole.length > 0) return keepDistinct(whole);
  const found = [...whole];
  for (const tile of tilesOf(pixels, search === 'page' ? [2, 4] : [2]))
    found.push(...(await findInTile(network, pixels, tile, minTileScore)));
  return keepDistinct(found);
};

/** Tiles of 4:3 that overlap by half; `rows` of them fill the picture's shorter measure. */
const tilesOf = (pixels: Pixels, rows: readonly number[]): Box[] =>
  rows.flatMap((count) => {
    const width = Math.max(pixels.width, (pixels.height * 4) / 3) / count;
    const height = (width * 3) / 4;
    if (width < inputWidth / 2) return [];
    const columns = stops(pixels.width, width);
    return stops(pixels.height, height).flatMap((y) => columns.map((x) => ({ x, y, width, height })));
  });

const stops = (total: number, size: number): number[] => {
  if (size >= total) return [0];
  const count = Math.ceil((total - size) / (size / 2)) + 1;
  return Array.from({ length: count }, (_, index) => ((total - size) * index) / (count - 1));
};

const findInTile = async (
  network: Network,
  pixels: Pixels,
  tile: Box,
  threshold: number,
): Promise<FaceBox[]> => {
  const left = Math.floor(tile.x);
  const top = Math.floor(tile.y);
  const width = Math.max(1, Math.min(pixels.width - left, Math.ceil(tile.width)));
  const height = Math.max(1, Math.min(pixels.height - top, Math.ceil(tile.height)));
  const scale = Math.min(inputWidth / width, inputHeight / height);
  const scaledWidth = Math.max(1, Math.round(width * scale));
  const scaledHeight = Math.max(1, Math.round(height * scale));
  const rgb = await sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 3 } })
    .extract({ left, top, width, height })
    .resize(scaledWidth, scaledHeight, { fit: 'fill', kernel: 'linear' })
    .extend({ right: inputWidth - scaledWidth, bottom: inputHeight - scaledHeight, background: '#000' })
    .raw()
    .toBuffer();
  const outputs = await network.run(planesOf(rgb), [1, 3, inputHeight, inputWidth]);
  const scores = outputs['scores'] ?? new Float32Array();
  const boxes = outputs['boxes'] ?? new Float32Array();
  const found: FaceBox[] = [];
  for (let index = 0; index * 2 < scores.length; index += 1) {
    const score = scores[index * 2 + 1] ?? 0;
    if (score < threshold) continue;
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = boxes.subarray(index * 4, index * 4 + 4);
    found.push({
      x: left + (x1 * inputWidth) / scale,
      y: top + (y1 * inputHeight) / scale,
      width: ((x2 - x1) * inputWidth) / scale,
      height: ((y2 - y1) * inputHeight) / scale,
      score,
    });
  }
  return keepDistinct(found);
};

const planesOf = (rgb: Uint8Array): Float32Array => {
  const size = inputWidth * inputHeight;
  const planes = new Float32Array(size * 3);
  for (let index = 0; index < size; index += 1)
    for (let channel = 0; channel < 3; channel += 1)
      planes[channel * size + index] = ((rgb[index * 3 + channel] ?? 0) - 127) / 128;
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
