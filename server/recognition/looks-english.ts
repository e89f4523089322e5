import { findComponents } from '@saoy/imaging';
import type { GreyImage } from './grey-image.ts';

/** Shares of the page's height: the prose between heading and signatures, and the heading. */
const PROSE = [0.2, 0.65] as const;
const HEADING = [0.02, 0.2] as const;
const DARK = 140;
/** Letters of five to sixteen points, in millimetres. */
const LETTER_HEIGHT_MM = [1.4, 4.8] as const;
const LETTER_WIDTH_MM = [0.4, 5.6] as const;
/** On fewer nothing can be said. */
const LEAST_LETTERS = { prose: 200, heading: 60 } as const;
const LEAST_MARK_MM = 0.25;
/** In heights of a letter. */
const MARK_HEIGHT = 0.55;
const MARK_WIDTH = 0.9;
const GAP_ABOVE = 0.4;
const GAP_BELOW = 0.35;
/** Dots of i and j stand on letters narrower than this; marks of Vietnamese on all vowels. */
const NARROW = 0.45;
/**
 * Specks among English letters make up to 5 % of them, Vietnamese marks that stand free 2 to 30 %, least in tables of
 * figures. The large letters of headings tell them apart (specks up to 3 %, marks from 7 %), where there is one.
 */
const MOST_MARKED = { prose: 0.065, heading: 0.05, alone: 0.02 } as const;

interface Piece {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Whether a straight page seems to be in English, by its shapes alone: hardly a mark above or below its broad letters,
 * neither in its prose nor in its heading. Costs a hundredth of a reading; true on most English pages and on hardly any
 * other, so it only says which language to try first.
 */
export function looksEnglish(image: GreyImage, resolutionDpi: number): boolean {
  const prose = countMarked(image, resolutionDpi, PROSE);
  if (prose.letters < LEAST_LETTERS.prose || prose.share >= MOST_MARKED.prose) return false;
  const heading = countMarked(image, resolutionDpi, HEADING);
  return heading.letters < LEAST_LETTERS.heading
    ? prose.share < MOST_MARKED.alone
    : heading.share < MOST_MARKED.heading;
}

/** How many letters a band of the page has, and on what share of them a mark stands free. */
function countMarked(image: GreyImage, resolutionDpi: number, band: readonly [from: number, to: number]) {
  const perMm = resolutionDpi / 25.4;
  const pieces = findPieces(image, band);
  const isBetween = (size: number, [least, most]: readonly [number, number]) =>
    size >= least * perMm && size <= most * perMm;
  const letters = pieces
    .filter(
      (piece) => isBetween(heightOf(piece), LETTER_HEIGHT_MM) && isBetween(widthOf(piece), LETTER_WIDTH_MM),
    )
    .sort((a, b) => a.left - b.left);
  if (letters.length === 0) return { letters: 0, share: 0 };
  const height = letters.map(heightOf).sort((a, b) => a - b)[letters.length >> 1]!;
  const broad = letters.filter((letter) => widthOf(letter) > height * NARROW);
  const marks = pieces.filter(
    (piece) =>
      isBetween(heightOf(piece), [LEAST_MARK_MM, (height * MARK_HEIGHT) / perMm]) &&
      isBetween(widthOf(piece), [LEAST_MARK_MM, (height * MARK_WIDTH) / perMm]),
  );
  const standing = marks.filter((mark) => standsOn(mark, broad, height, LETTER_WIDTH_MM[1] * perMm));
  return { letters: letters.length, share: standing.length / letters.length };
}

const heightOf = (piece: Piece): number => piece.bottom - piece.top + 1;
const widthOf = (piece: Piece): number => piece.right - piece.left + 1;

function findPieces({ width, height, data }: GreyImage, band: readonly [from: number, to: number]): Piece[] {
  const from = Math.floor(height * band[0]);
  const to = Math.floor(height * band[1]);
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
