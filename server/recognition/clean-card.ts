import type { Box } from '@saoy/imaging';
import type { GreyImage } from './grey-image.ts';
import type { StraightPage } from './straighten-page.ts';

const CELL_MM = 1.5;
/** Darker than this after flattening is no paper. */
const NOT_PAPER = 200;
/** Print leaves more paper between its strokes; portraits, fingerprints and square codes do not. */
const LEAST_FILLED = 0.42;
/** Two lines of the largest print are lower. */
const LEAST_PICTURE_MM = 8.5;
/** Security lines are paler than the palest print, which is darker than `INK`. */
const GROUND = 190;
const INK = 70;

export interface CleanCard extends StraightPage {
  /** What was taken off: portrait, fingerprints, codes; in pixels of the image. */
  readonly pictures: readonly Box[];
}

/** A card as print alone: portrait, fingerprints and codes painted white, security lines faded to paper. */
export function cleanCard(card: StraightPage): CleanCard {
  const { width, height } = card.image;
  const stretched = Uint8Array.from({ length: 256 }, (_, value) =>
    Math.max(0, Math.min(255, ((value - INK) * 255) / (GROUND - INK))),
  );
  const data = new Uint8Array(card.image.data);
  for (let i = 0; i < data.length; i += 1) data[i] = stretched[data[i]!]!;
  const pictures = findPictures(card.image, card.resolutionDpi / 25.4);
  for (const [left, top, across, down] of pictures) {
    for (let y = top; y < Math.min(height, top + down); y += 1) {
      data.fill(255, y * width + left, y * width + Math.min(width, left + across));
    }
  }
  return { ...card, image: { width, height, data }, pictures };
}

function findPictures(image: GreyImage, perMm: number): Box[] {
  const cell = Math.round(CELL_MM * perMm);
  const wide = Math.floor(image.width / cell);
  const high = Math.floor(image.height / cell);
  const filled = new Uint8Array(wide * high);
  for (let row = 0; row < high; row += 1) {
    for (let column = 0; column < wide; column += 1) {
      let dark = 0;
      for (let y = row * cell; y < (row + 1) * cell; y += 2) {
        const start = y * image.width + column * cell;
        for (let x = start; x < start + cell; x += 2) if (image.data[x]! < NOT_PAPER) dark += 1;
      }
      if (dark * 4 > cell * cell * LEAST_FILLED) filled[row * wide + column] = 1;
    }
  }
  const least = LEAST_PICTURE_MM / CELL_MM;
  return solidRectangles(filled, wide, high, Math.floor(least)).map(([x, y, w, h]) => {
    const left = Math.max(0, x * cell - (cell >> 1));
    const top = Math.max(0, y * cell - (cell >> 1));
    return [left, top, (w + 1) * cell, (h + 1) * cell];
  });
}

/** Boxes around cells that belong to a square of `side` mostly filled cells. */
function solidRectangles(filled: Uint8Array, wide: number, high: number, side: number): Box[] {
  const isSolid = (left: number, top: number): boolean => {
    let count = 0;
    for (let y = top; y < top + side; y += 1) {
      for (let x = left; x < left + side; x += 1) count += filled[y * wide + x]!;
    }
    return count >= side * side * 0.85;
  };
  const boxes: [number, number, number, number][] = [];
  for (let top = 0; top + side <= high; top += 1) {
    for (let left = 0; left + side <= wide; left += 1) {
      if (!isSolid(left, top)) continue;
      const touching = boxes.find(
        ([x, y, w, h]) => left <= x + w && left + side >= x && top <= y + h && top + side >= y,
      );
      if (touching === undefined) {
        boxes.push([left, top, side, side]);
        continue;
      }
      const right = Math.max(touching[0] + touching[2], left + side);
      const bottom = Math.max(touching[1] + touching[3], top + side);
      touching[0] = Math.min(touching[0], left);
      touching[1] = Math.min(touching[1], top);
      touching[2] = right - touching[0];
      touching[3] = bottom - touching[1];
    }
  }
  return boxes;
}
