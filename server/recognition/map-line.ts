import { type Affine, mapBox } from './affine.ts';
import type { TextLine } from './page-reading.ts';

/** A line with its boxes in other coordinates. */
export const mapLine = (line: TextLine, map: Affine): TextLine => ({
  ...line,
  box: mapBox(map, line.box),
  words: line.words.map((word) => ({ ...word, box: mapBox(map, word.box) })),
});
