import type { TextLine, TextWord } from './page-reading.ts';
import { unionBox } from './page-reading.ts';

/** No print on an original is smaller: five points are 1.2 mm for a capital. */
const LEAST_HEIGHT_MM = 0.7;
const LEAST_WIDTH_MM = 0.3;
const LEAST_CONFIDENCE = 0.2;

/** Digits in a row are print, however doubtful: a label in small letters pulls the whole line down. */
const hasNumber = (line: TextLine): boolean => /[0-9]{6}/u.test(line.text);
const hasLetter = (word: TextWord): boolean => /[\p{L}\p{N}]/u.test(word.text);

/** Removes what frames, specks and guilloche were read as; `resolutionDpi` is that of the boxes. */
export function dropNoise(lines: readonly TextLine[], resolutionDpi: number): TextLine[] {
  const perMm = resolutionDpi / 25.4;
  return lines.flatMap((line) => {
    const words = trimMarks(
      line.words.filter(
        (word) => word.box[3] >= LEAST_HEIGHT_MM * perMm || (word.box[2] >= perMm && !hasLetter(word)),
      ),
    );
    if (words.length === 0 || (line.confidence < LEAST_CONFIDENCE && !hasNumber(line))) return [];
    const box = unionBox(words.map((word) => word.box));
    if (box[2] < LEAST_WIDTH_MM * perMm || !words.some(hasLetter)) return [];
    return [{ ...line, text: words.map((word) => word.text).join(' '), box, words }];
  });
}

/** Doubtful marks at either end of a line: pieces of a frame, never punctuation that ends a word. */
function trimMarks(words: readonly TextWord[]): readonly TextWord[] {
  const isStray = (word: TextWord | undefined): boolean =>
    word !== undefined && !hasLetter(word) && !/^[-–(“"•]$/u.test(word.text);
  let start = 0;
  let end = words.length;
  while (start < end && isStray(words[start])) start += 1;
  while (end > start && isStray(words[end - 1])) end -= 1;
  return words.slice(start, end);
}
