import type { Patch } from './connected-components.ts';
import { isNear } from './is-near.ts';
import { isStruckOut } from './is-struck-out.ts';
import { measureClotting } from './measure-clotting.ts';
import { BLOCK, type PageSample, SAMPLE_PX_PER_MM, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

/** A letter or digit, with what was written over it; larger shapes are signatures and frames. */
const LETTER_MM = { least: 1.5, most: 6.5, widest: 12 } as const;
/** Words that one stroke strikes out are a single shape. */
const STRUCK_MM = { least: 6, most: 60 } as const;
/** Only strokes, not their pale rims: darker than this share of the paper. */
const STROKE = 0.6;
/** Blue ink has at least so much more blue than red, black ink at most so much. */
const BLUE = 40;
const BLACK = 14;
/** A stroke through a word is longer than it is thick by this. */
const LEAST_ELONGATION = 6;
/** Fewer pixels of an ink are its neighbour's colour run over by the scanner. */
const LEAST_PIXELS = 20;
/** Beside a signature its own loose strokes meet the printed name, at the rim of a stain what is left of letters. */
const REACH_MM = 8;
/** More than so many, or this share of the letters, and the page is written or printed in a blue that is nearly black. */
const MOST_PLACES = 6;
const MOST_SHARE = 0.012;

/** Letters of the same line stand so near, and so many of them must there be to compare a letter with. */
const NEIGHBOUR_MM = { across: 68, down: 2.4 } as const;
const LEAST_NEIGHBOURS = 5;
/** Ink over ink clots: thicker by this than nearly all strokes beside it. Bold print among other reaches 2. */
const LEAST_CLOTTING = 2.2;
const LEAST_CLOT_PX = 6;
const CLOT_MM = { least: 2.3, widest: 14 } as const;
/** Boxes ticked or filled in and bullets are fuller. */
const FULLEST = 0.72;

/**
 * Where something was written over: black print and blue pen cross in one shape, a stroke runs through a word, or ink
 * of the same colour clots; not beside what is `known` as signatures and stains. Evidence for a person, never a
 * verdict.
 */
export function findOverwriting(sample: PageSample, known: readonly Box[]): Box[] {
  const letters = sample.parts
    .filter(({ left, right, top, bottom }) => {
      const across = (right - left + 1) / SAMPLE_PX_PER_MM;
      const down = (bottom - top + 1) / SAMPLE_PX_PER_MM;
      return down >= LETTER_MM.least && down <= LETTER_MM.most && across <= STRUCK_MM.most;
    })
    .map((part) => strokesOf(part, sample));
  const found = letters.filter((part) => {
    const across = (part.right - part.left + 1) / SAMPLE_PX_PER_MM;
    if (across >= STRUCK_MM.least && isStruckOut(part, sample.width)) return true;
    return isOverwritten(part, sample, across);
  });
  found.push(...findClots(letters, sample.width).filter((part) => !found.includes(part)));
  if (found.length > Math.max(MOST_PLACES, letters.length * MOST_SHARE)) return [];
  const reach = REACH_MM * SAMPLE_PX_PER_MM * sample.scale;
  return found
    .map(({ left, right, top, bottom }) =>
      toInputBox(sample, [left, top, right - left + 1, bottom - top + 1]),
    )
    .filter((box) => !known.some((other) => isNear(box, other, reach)));
}

/** Letters whose strokes are much thicker than those of the letters beside them. */
function findClots(letters: readonly Patch[], width: number): Patch[] {
  const measured = letters
    .filter(({ left, right, top, bottom }) => {
      const across = (right - left + 1) / SAMPLE_PX_PER_MM;
      return across <= CLOT_MM.widest && (bottom - top + 1) / SAMPLE_PX_PER_MM >= CLOT_MM.least;
    })
    .map((part) => ({ part, thickness: measureClotting(part, width) }));
  return measured
    .filter(({ part, thickness }) => {
      const across = part.right - part.left + 1;
      const fill = part.indexes.length / (across * (part.bottom - part.top + 1));
      if (thickness < LEAST_CLOT_PX || across < CLOT_MM.least * SAMPLE_PX_PER_MM || fill > FULLEST)
        return false;
      const beside = measured
        .filter((other) => other.part !== part && isBeside(other.part, part))
        .map((other) => other.thickness)
        .sort((a, b) => a - b);
      if (beside.length < LEAST_NEIGHBOURS) return false;
      return thickness >= beside[Math.floor(beside.length * 0.8)]! * LEAST_CLOTTING;
    })
    .map(({ part }) => part);
}

const isBeside = (a: Patch, b: Patch): boolean =>
  Math.abs(a.top + a.bottom - b.top - b.bottom) < 2 * NEIGHBOUR_MM.down * SAMPLE_PX_PER_MM &&
  Math.abs(a.left - b.left) < NEIGHBOUR_MM.across * SAMPLE_PX_PER_MM;

/** Without pale rims, and without the shadow of a fold. */
function strokesOf(part: Patch, sample: PageSample): Patch {
  const darkest = paperAt(part, sample) * STROKE;
  const strokes = new Int32Array(part.pixels);
  let count = 0;
  for (let i = 0; i < part.pixels; i += 1) {
    const at = part.indexes[i]!;
    if (sample.luma[at]! > darkest) continue;
    strokes[count] = at;
    count += 1;
  }
  const { left, right, top, bottom, pixels } = part;
  return { left, right, top, bottom, pixels, indexes: strokes.subarray(0, count) };
}

const paperAt = ({ left, top }: Patch, { paper, blocksWide }: PageSample): number =>
  paper[((top / BLOCK) | 0) * blocksWide + ((left / BLOCK) | 0)]!;

/** Where the pixels of one ink stand in the sample. */
interface Extent {
  pixels: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const nowhere = (): Extent => ({ pixels: 0, left: Infinity, right: -1, top: Infinity, bottom: -1 });

function isOverwritten(part: Patch, sample: PageSample, acrossMm: number): boolean {
  if (part.indexes.length < 2 * LEAST_PIXELS) return false;
  const { pixels, width } = sample;
  const blue = nowhere();
  const black = nowhere();
  for (let i = 0; i < part.indexes.length; i += 1) {
    const at = part.indexes[i]!;
    const blueness = (pixels[at]! >> 16) - (pixels[at]! & 255);
    if (blueness < BLUE && blueness > BLACK) continue;
    const ink = blueness >= BLUE ? blue : black;
    const y = (at / width) | 0;
    const x = at - y * width;
    ink.pixels += 1;
    if (x < ink.left) ink.left = x;
    if (x > ink.right) ink.right = x;
    if (y < ink.top) ink.top = y;
    if (y > ink.bottom) ink.bottom = y;
  }
  if (blue.pixels < LEAST_PIXELS || black.pixels < LEAST_PIXELS) return false;
  // The scanner's colour noise lies between the two inks.
  if (blue.pixels + black.pixels < part.pixels * 0.6) return false;
  if (isStruckIn(black, blue, acrossMm) || isStruckIn(blue, black, acrossMm)) return true;
  return acrossMm <= LETTER_MM.widest && isCrossing(blue, black);
}

const spanOf = (from: number, to: number): number => to - from + 1;

/** Both inks fill the same place; neighbours that only touch stand beside or below each other. */
function isCrossing(a: Extent, b: Extent): boolean {
  const shared = (fromA: number, toA: number, fromB: number, toB: number): number =>
    spanOf(Math.max(fromA, fromB), Math.min(toA, toB)) / Math.min(spanOf(fromA, toA), spanOf(fromB, toB));
  const higher = Math.max(spanOf(a.top, a.bottom), spanOf(b.top, b.bottom));
  const lower = Math.min(spanOf(a.top, a.bottom), spanOf(b.top, b.bottom));
  return (
    lower > higher * 0.4 &&
    shared(a.top, a.bottom, b.top, b.bottom) > 0.7 &&
    shared(a.left, a.right, b.left, b.right) > 0.4
  );
}

/** A flat stroke of the one ink through the middle of the other: dotted lines and underlines run at the foot. */
function isStruckIn(text: Extent, line: Extent, acrossMm: number): boolean {
  if (acrossMm < STRUCK_MM.least) return false;
  const high = spanOf(text.top, text.bottom);
  const thick = spanOf(line.top, line.bottom);
  const long = spanOf(line.left, line.right);
  // The stroke may join the word to the next one.
  if (thick > high * 0.5 || long < spanOf(text.left, text.right) * 0.5) return false;
  if (long < STRUCK_MM.least * SAMPLE_PX_PER_MM || long < thick * LEAST_ELONGATION) return false;
  const middle = ((line.top + line.bottom) / 2 - text.top) / high;
  return middle > 0.25 && middle < 0.68;
}
