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

function isBlue(word: TextWord, toInput: Affine, { data, width, height }: Raster): boolean {
  const [left, top, across, down] = mapBox(toInput, word.box);
  const right = Math.min(width, left + across);
  const bottom = Math.min(height, top + down);
  let paper = 0;
  const visit = (use: (luma: number, blueness: number) => void) => {
    for (let y = Math.max(0, top); y < bottom; y += STRIDE) {
      for (let x = Math.max(0, left); x < right; x += STRIDE) {
        const p = (y * width + x) * 3;
        use((data[p]! * 77 + data[p + 1]! * 150 + data[p + 2]! * 29) >> 8, data[p + 2]! - data[p]!);
      }
    }
  };
  visit((luma) => {
    paper = Math.max(paper, luma);
  });
  let blueness = 0;
  let count = 0;
  visit((luma, blue) => {
    if (luma >= paper * STROKE) return;
    blueness += blue;
    count += 1;
  });
  return count >= LEAST_PIXELS && blueness / count >= LEAST_BLUENESS;
}
