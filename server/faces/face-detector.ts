import { type Box, type FaceBox, type FaceFinder, overlapRatio, type Pixels } from '@saoy/imaging/face';
import sharp from 'sharp';

const maxOverlap = 0.4;
const mostCovered = 0.75;

/**
 * How hard to look: `live` looks once at the whole picture, for frames of a video; `frame` looks at the whole picture (faces of at least about a tenth of its width) and at tiles
 * only if that is in vain; `page` always looks at overlapping tiles too, for a card anywhere on an A4 scan;
 * `card` does so with the picture turned by every quarter and keeps the best turn.
 */
export type FaceSearch = 'live' | 'frame' | 'page' | 'card';

/** Boxes of the upright faces in the picture, best first, in its pixels. */
export const findFaceBoxes = async (
  finder: FaceFinder,
  pixels: Pixels,
  search: FaceSearch,
): Promise<FaceBox[]> => {
  const whole = await findAtLevel(finder, pixels, 1);
  if (search === 'live' || (search === 'frame' && whole.length > 0)) return keepDistinct(whole);
  const found = [...whole];
  for (const rows of search === 'frame' ? [2] : [2, 4])
    found.push(...(await findAtLevel(finder, pixels, rows)));
  return keepDistinct(found);
};

/** Shrinks the picture so that `rows` windows of the network fill it, and looks through half-overlapping windows. */
const findAtLevel = async (finder: FaceFinder, pixels: Pixels, rows: number): Promise<FaceBox[]> => {
  const { windowWidth, windowHeight } = finder;
  const scale = rows * Math.min(windowWidth / pixels.width, windowHeight / pixels.height);
  // Enlarging shows nothing new.
  if (rows > 1 && scale > 2) return [];
  const threshold = rows > 1 ? finder.minTileScore : finder.minScore;
  const width = Math.max(1, Math.round(pixels.width * scale));
  const height = Math.max(1, Math.round(pixels.height * scale));
  const data = await sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  const level: Pixels = { data, width, height };
  const found: FaceBox[] = [];
  for (const top of stops(height, windowHeight))
    for (const left of stops(width, windowWidth))
      for (const box of await finder.find(cutWindow(level, left, top, windowWidth, windowHeight)))
        if (box.score >= threshold)
          found.push({
            x: (left + box.x) / scale,
            y: (top + box.y) / scale,
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

/** The part of the level at (left, top) with the window's size; black beyond the picture. */
const cutWindow = (level: Pixels, left: number, top: number, width: number, height: number): Pixels => {
  const data = new Uint8Array(width * height * 3);
  const bytes = Math.min(width, level.width - left) * 3;
  const rows = Math.min(height, level.height - top);
  for (let row = 0; row < rows; row += 1) {
    const from = ((top + row) * level.width + left) * 3;
    data.set(level.data.subarray(from, from + bytes), row * width * 3);
  }
  return { data, width, height };
};

/** Of the boxes, surest first, those that stand for a face of their own. */
export const keepDistinct = (boxes: readonly FaceBox[]): FaceBox[] => {
  const kept: FaceBox[] = [];
  for (const box of [...boxes].sort((a, b) => b.score - a.score))
    if (
      kept.every((other) => overlapRatio(box, other) < maxOverlap && !isInside(box, other)) &&
      !isBetween(box, kept)
    )
      kept.push(box);
  return kept;
};

/** Tiles cut faces: the stump of a face already found is not a second one. */
const isInside = (a: Box, b: Box): boolean => commonArea(a, b) > 0.6 * Math.min(areaOf(a), areaOf(b));

/** Two heads close together: their inner halves look like a third face between them, which both nearly cover. */
const isBetween = (box: Box, surer: readonly Box[]): boolean =>
  surer.reduce((covered, other) => covered + commonArea(box, other), 0) > mostCovered * areaOf(box);

const areaOf = ({ width, height }: Box): number => width * height;

const commonArea = (a: Box, b: Box): number => {
  const width = Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x));
  const height = Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));
  return width * height;
};
