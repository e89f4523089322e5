import type { Raster } from '@saoy/imaging';
import { type Affine, mapBox } from './affine.ts';
import type { TextLine, TextWord } from './page-reading.ts';

/** Blue exceeds red by this in the darkest part of pen strokes; print is neutral or warm. */
const LEAST_BLUENESS = 28;
const LEAST_PIXELS = 14;
/** Every ninth pixel tells the colour of a word. */
const STRIDE = 3;
/** Only strokes, not their pale rims. */
const STROKE = 0.62;

/** Marks the words written in blue ink: by hand, or filled in by hand-like type. */
export function markPenInk(lines: readonly TextLine[], toInput: Affine, raster: Raster): TextLine[] {
  return lines.map((line) => ({
    ...line,
    words: line.words.map((word) => (isBlue(word, toInput, raster) ? { ...word, isPen: true } : word)),
  }));
}

function isBlue(word: TextWord, toInput: Affine, raster: Raster): boolean {
  const [left, top, across, down] = mapBox(toInput, word.box);
  const area = {
    left: Math.max(0, left),
    top: Math.max(0, top),
    right: Math.min(raster.width, left + across),
    bottom: Math.min(raster.height, top + down),
  };
  const { blueness, count } = measureStrokes(raster, area, paperLevelOf(raster, area) * STROKE);
  return count >= LEAST_PIXELS && blueness / count >= LEAST_BLUENESS;
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const lumaAt = (data: Uint8Array, p: number): number =>
  (data[p]! * 77 + data[p + 1]! * 150 + data[p + 2]! * 29) >> 8;

/** The lightest of the pixels looked at. */
function paperLevelOf({ data, width }: Raster, { left, top, right, bottom }: Area): number {
  let paper = 0;
  for (let y = top; y < bottom; y += STRIDE) {
    const end = (y * width + right) * 3;
    for (let p = (y * width + left) * 3; p < end; p += STRIDE * 3) {
      const luma = lumaAt(data, p);
      if (luma > paper) paper = luma;
    }
  }
  return paper;
}

/** By how much blue exceeds red in all pixels darker than `level`, and how many they are. */
function measureStrokes({ data, width }: Raster, { left, top, right, bottom }: Area, level: number) {
  let blueness = 0;
  let count = 0;
  for (let y = top; y < bottom; y += STRIDE) {
    const end = (y * width + right) * 3;
    for (let p = (y * width + left) * 3; p < end; p += STRIDE * 3) {
      if (lumaAt(data, p) >= level) continue;
      blueness += data[p + 2]! - data[p]!;
      count += 1;
    }
  }
  return { blueness, count };
}
