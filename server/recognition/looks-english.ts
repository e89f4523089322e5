import { findComponents } from '@saoy/imaging';
import type { GreyImage } from './grey-image.ts';

/** Between heading and signatures, where the prose is. */
const FROM = 0.2;
const TO = 0.65;
const DARK = 140;
/** Letters of five to sixteen points, in millimetres. */
const LETTER_HEIGHT_MM = [1.4, 4.8] as const;
const LETTER_WIDTH_MM = [0.4, 5.6] as const;
/** On fewer nothing can be said. */
const LEAST_LETTERS = 200;
const LEAST_MARK_MM = 0.25;
/** In heights of a letter. */
const MARK_HEIGHT = 0.55;
const MARK_WIDTH = 0.9;
const GAP_ABOVE = 0.4;
const GAP_BELOW = 0.35;
/** Dots of i and j stand on letters narrower than this; marks of Vietnamese on all vowels. */
const NARROW = 0.45;
/** Specks among English letters make up to 3 %, Vietnamese marks that stand free 3 to 30 %. */
const MOST_MARKED = 0.02;

interface Piece {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Whether a straight page seems to be in English, by its shapes alone: hardly a mark above or below its broad letters.
 * Costs a hundredth of a reading; true on most English pages and on hardly any other, so it only says which language
 * to try first.
 */
export function looksEnglish(image: GreyImage, resolutionDpi: number): boolean {
  const perMm = resolutionDpi / 25.4;
  const pieces = findPieces(image);
  const isBetween = (size: number, [least, most]: readonly [number, number]) =>
    size >= least * perMm && size <= most * perMm;
  const letters = pieces
    .filter(
      (piece) => isBetween(heightOf(piece), LETTER_HEIGHT_MM) && isBetween(widthOf(piece), LETTER_WIDTH_MM),
    )
    .sort((a, b) => a.left - b.left);
  if (letters.length < LEAST_LETTERS) return false;
  const height = letters.map(heightOf).sort((a, b) => a - b)[letters.length >> 1]!;
  const broad = letters.filter((letter) => widthOf(letter) > height * NARROW);
  const marks = pieces.filter(
    (piece) =>
      isBetween(heightOf(piece), [LEAST_MARK_MM, (height * MARK_HEIGHT) / perMm]) &&
      isBetween(widthOf(piece), [LEAST_MARK_MM, (height * MARK_WIDTH) / perMm]),
  );
  const standing = marks.filter((mark) => standsOn(mark, broad, height, LETTER_WIDTH_MM[1] * perMm));
  return standing.length / letters.length < MOST_MARKED;
}

const heightOf = (piece: Piece): number => piece.bottom - piece.top + 1;
const widthOf = (piece: Piece): number => piece.right - piece.left + 1;

function findPieces({ width, height, data }: GreyImage): Piece[] {
  const from = Math.floor(height * FROM);
  const to = Math.floor(height * TO);
  const mask = new Uint8Array(width * (to - from));
  for (let i = 0, p = from * width; i < mask.length; i += 1, p += 1) if (data[p]! < DARK) mask[i] = 1;
  return findComponents(mask, width, to - from);
}

/** Whether a mark is right above or right below one of the letters, which are sorted from left to right. */
function standsOn(mark: Piece, letters: readonly Piece[], height: number, widest: number): boolean {
  const middle = (mark.left + mark.right) / 2;
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const at = (low + high) >> 1;
    if (letters[at]!.left < middle - widest) low = at + 1;
    else high = at;
  }
  for (let at = low; at < letters.length && letters[at]!.left <= middle; at += 1) {
    const letter = letters[at]!;
    if (letter.right < middle) continue;
    const above = letter.top - mark.bottom;
    const below = mark.top - letter.bottom;
    if (above >= -2 && above <= height * GAP_ABOVE) return true;
    if (below >= -2 && below <= height * GAP_BELOW) return true;
  }
  return false;
}
