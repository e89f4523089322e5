import type { Box } from '@saoy/imaging';
import { isSyllable } from '../documents/syllables.ts';
import { compose, invert, mapBox } from './affine.ts';
import { mapLine } from './map-line.ts';
import type { OcrEngine } from './ocr-engine.ts';
import { type TextLine, type TextWord, unionBox } from './page-reading.ts';
import type { StraightPage } from './straighten-page.ts';

/** Words under this are read again, and the line that holds them must be legible. */
const DOUBTFUL = 0.8;
const LEGIBLE = 0.75;
/** A page with more such lines was filled in by hand: a person will read it, a second look brings nothing. */
const MOST_LINES = 6;
/** Words on either side that are read with them. */
const BESIDE = 2;
/** Blank around the line, in heights of it. */
const MARGIN = 0.35;
/** A second reading counts when it is as sure as this, and surer than the first by so much. */
const SURE = 0.8;
const LEAST_GAIN = 0.1;
/** What two readings disagree on stays doubtful. */
const MOST_DISPUTED = 0.85;
/** Share of the wider box that two readings of one word have in common. */
const LEAST_COMMON = 0.6;

/** Cuts a box of the page's picture out of the scan, straight. */
export type CutOut = (inputBox: Box) => Promise<StraightPage>;

/**
 * Reads the lines that hold doubtful names and places once more, each alone: seen by itself a line is often read
 * otherwise. Where the second reading is clearly surer its letters are taken, where both agree the word is surer,
 * where they differ it is less sure than before.
 */
export async function rereadWords(
  lines: readonly TextLine[],
  page: StraightPage,
  cutOut: CutOut,
  engine: OcrEngine,
): Promise<TextLine[]> {
  const doubtful = new Set(lines.filter((line) => line.confidence >= LEGIBLE && line.words.some(isDoubtful)));
  if (doubtful.size > MOST_LINES) return [...lines];
  const read: TextLine[] = [];
  for (const line of lines)
    read.push(doubtful.has(line) ? await rereadLine(line, page, cutOut, engine) : line);
  return read;
}

const isDoubtful = (word: TextWord): boolean =>
  word.confidence < DOUBTFUL && /^\p{Lu}\p{L}/u.test(lettersOf(word.text));

async function rereadLine(
  line: TextLine,
  page: StraightPage,
  cutOut: CutOut,
  engine: OcrEngine,
): Promise<TextLine> {
  // The words next to it stay in view: an edge close by is read as a letter.
  const first = Math.max(0, line.words.findIndex(isDoubtful) - BESIDE);
  const last = line.words.findLastIndex(isDoubtful) + BESIDE;
  const near = line.words.slice(first, last + 1).map((word) => word.box);
  const [x, y, width, height] = unionBox(near);
  const margin = Math.round(height * MARGIN);
  const around: Box = [x - margin, y - margin, width + 2 * margin, height + 2 * margin];
  const part = await cutOut(mapBox(page.toInput, around));
  const toPage = compose(invert(page.toInput), part.toInput);
  const again = (await engine.read(part.image, part.resolutionDpi, 'line')).lines.flatMap(
    (other) => mapLine(other, toPage).words,
  );
  const words = line.words.map((word) => {
    const other = isDoubtful(word) ? again.find((one) => isSamePlace(one.box, word.box)) : undefined;
    return other === undefined ? word : settle(word, other);
  });
  return { ...line, words, text: words.map((word) => word.text).join(' ') };
}

function isSamePlace([x, , width]: Box, [otherX, , otherWidth]: Box): boolean {
  const common = Math.min(x + width, otherX + otherWidth) - Math.max(x, otherX);
  return common >= LEAST_COMMON * Math.max(width, otherWidth);
}

const lettersOf = (text: string): string => /\p{L}+/u.exec(text)?.[0] ?? '';
const isUpper = (text: string): boolean => text === text.toLocaleUpperCase('vi');

function settle(word: TextWord, other: TextWord): TextWord {
  const [own, seen] = [lettersOf(word.text), lettersOf(other.text)];
  if (own === seen) return { ...word, confidence: Math.max(word.confidence, other.confidence) };
  const isLike =
    Math.abs(own.length - seen.length) <= 1 && isUpper(own) === isUpper(seen) && isSyllable(seen);
  const isSurer = other.confidence >= SURE && other.confidence >= word.confidence + LEAST_GAIN;
  if (!isLike || !isSurer) return { ...word, confidence: Math.min(word.confidence, other.confidence) };
  return {
    ...word,
    text: word.text.replace(own, seen),
    confidence: Math.min(MOST_DISPUTED, other.confidence),
  };
}
