import { type Box, findComponents } from '@saoy/imaging';
import { moveBy } from './affine.ts';
import { dropNoise } from './drop-noise.ts';
import type { GreyImage } from './grey-image.ts';
import { mapLine } from './map-line.ts';
import type { OcrEngine } from './ocr-engine.ts';
import type { TextLine } from './page-reading.ts';

/** Share of the page's height, at its head and at its foot, where secrecy marks stand alone. */
const BAND_SHARE = 0.12;
/** Pixels of a cell, a power of two; ink in cells so near belongs together. */
const CELL_BITS = 2;
const CELL = 1 << CELL_BITS;
const REACH = 5;
const DARK = 130;
/** Letters of 9 to 30 points with their marks, from two letters to a short sentence. */
const HEIGHT_MM = { least: 2, most: 11 } as const;
const WIDTH_MM = { least: 4, most: 90 } as const;
const MARGIN_MM = 2;
/** More unread ink is ornament or dirt. */
const MOST_WORDS = 3;
const LEAST_CONFIDENCE = 0.6;

/**
 * Reads what stands alone at the head or foot of a page: the engine takes a short word far from all other text for a
 * speck. `lines` are what it has read of the page.
 */
export async function readLoneWords(
  image: GreyImage,
  resolutionDpi: number,
  lines: readonly TextLine[],
  engine: OcrEngine,
): Promise<TextLine[]> {
  const unread = findLoneWords(image, resolutionDpi).filter(
    (box) => !lines.some((line) => isOverlapping(line.box, box)),
  );
  if (unread.length > MOST_WORDS) return [];
  const found: TextLine[] = [];
  for (const box of unread) {
    const part = cutOut(image, box, Math.round((MARGIN_MM * resolutionDpi) / 25.4));
    const read = dropNoise((await engine.read(part.image, resolutionDpi, 'line')).lines, resolutionDpi);
    for (const line of read) {
      if (line.confidence < LEAST_CONFIDENCE || !/\p{L}{2}/u.test(line.text)) continue;
      found.push(mapLine(line, moveBy(part.left, part.top)));
    }
  }
  return found;
}

function findLoneWords({ width, height, data }: GreyImage, resolutionDpi: number): Box[] {
  const perMm = resolutionDpi / 25.4;
  const wide = Math.floor(width / CELL);
  const bandRows = Math.floor((height * BAND_SHARE) / CELL);
  return [0, Math.floor(height / CELL) - bandRows].flatMap((firstRow) => {
    const cells = new Uint8Array(wide * bandRows);
    // A stroke is two pixels thick: every other row shows it.
    for (let row = 0; row < bandRows * CELL; row += 2) {
      const cellRow = (row >> CELL_BITS) * wide;
      const start = (firstRow * CELL + row) * width;
      for (let x = 0; x < wide * CELL; x += 1)
        if (data[start + x]! < DARK) cells[cellRow + (x >> CELL_BITS)] = 1;
    }
    return findComponents(cells, wide, bandRows, REACH)
      .map(({ left, top, right, bottom }): Box => {
        const y = (firstRow + top) * CELL;
        return [left * CELL, y, (right - left + 1) * CELL, (bottom - top + 1) * CELL];
      })
      .filter(([, , across, down]) => {
        const isHigh = down >= HEIGHT_MM.least * perMm && down <= HEIGHT_MM.most * perMm;
        return isHigh && across >= WIDTH_MM.least * perMm && across <= WIDTH_MM.most * perMm && across > down;
      });
  });
}

const isOverlapping = (a: Box, b: Box): boolean =>
  a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];

/** One box with white around it: ink at the edge of a picture is read as a letter. */
function cutOut(image: GreyImage, [x, y, across, down]: Box, margin: number) {
  const width = across + 2 * margin;
  const height = down + 2 * margin;
  const data = new Uint8Array(width * height).fill(255);
  for (let row = 0; row < down; row += 1) {
    const from = (y + row) * image.width + x;
    data.set(image.data.subarray(from, from + across), (row + margin) * width + margin);
  }
  return { image: { width, height, data }, left: x - margin, top: y - margin };
}
