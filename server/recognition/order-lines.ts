import type { TextLine, TextWord } from './page-reading.ts';
import { unionBox } from './page-reading.ts';

/** A gap wider than this many line heights separates columns or table cells. */
const COLUMN_GAP_HEIGHTS = 2.2;
/** Columns of running text have more words a line than the cells of a table. */
const LEAST_WORDS_PER_LINE = 2.5;
const SURE_MARK = 0.7;

/**
 * Lines in reading order: row by row, but two columns of running text one after the other. Lines are split
 * where a wide gap or a dot leader shows that two columns were read as one.
 */
export function orderLines(lines: readonly TextLine[]): TextLine[] {
  const rows = groupRows(lines.flatMap(splitAtGaps));
  const ordered: TextLine[] = [];
  for (let at = 0; at < rows.length; ) {
    const block = findColumns(rows, at);
    if (block === undefined) {
      ordered.push(...rows[at]!);
      at += 1;
      continue;
    }
    const inBlock = rows.slice(at, block.end).flat();
    ordered.push(...inBlock.filter((line) => isLeftOf(line, block.split)));
    ordered.push(...inBlock.filter((line) => !isLeftOf(line, block.split)));
    at = block.end;
  }
  return ordered;
}

const bottomOf = (line: TextLine): number => line.box[1] + line.box[3];
const rightOf = (line: TextLine): number => line.box[0] + line.box[2];
const isLeftOf = (line: TextLine, x: number): boolean => line.box[0] + line.box[2] / 2 < x;

/** Lines side by side, rows from top to bottom, each from left to right. */
function groupRows(lines: readonly TextLine[]): TextLine[][] {
  const rows: TextLine[][] = [];
  for (const line of [...lines].sort((a, b) => a.box[1] + a.box[3] / 2 - (b.box[1] + b.box[3] / 2))) {
    const middle = line.box[1] + line.box[3] / 2;
    const row = rows.at(-1);
    const isBeside = row?.every((other) => {
      const isInside =
        middle > other.box[1] + other.box[3] * 0.1 && middle < bottomOf(other) - other.box[3] * 0.1;
      return isInside && (line.box[0] >= rightOf(other) || rightOf(line) <= other.box[0]);
    });
    if (row !== undefined && isBeside === true) row.push(line);
    else rows.push([line]);
  }
  return rows.map((row) => row.sort((a, b) => a.box[0] - b.box[0]));
}

/** Rows from `start` that keep clear of one vertical split, at least two of them with text on both sides. */
function findColumns(rows: readonly TextLine[][], start: number): { end: number; split: number } | undefined {
  const first = rows[start]!;
  if (first.length !== 2) return undefined;
  let left = rightOf(first[0]!);
  let right = first[1]!.box[0];
  let end = start + 1;
  let twoSided = 1;
  for (let at = start + 1; at < rows.length; at += 1) {
    const row = rows[at]!;
    const split = (left + right) / 2;
    const nextLeft = Math.max(left, ...row.filter((line) => isLeftOf(line, split)).map(rightOf));
    const nextRight = Math.min(
      right,
      ...row.filter((line) => !isLeftOf(line, split)).map((line) => line.box[0]),
    );
    if (row.length > 2 || nextRight - nextLeft < first[0]!.box[3] * 0.4) break;
    left = nextLeft;
    right = nextRight;
    if (row.length === 2) {
      twoSided += 1;
      end = at + 1;
    } else if (at === end) {
      // A wrapped line has nothing beside it.
      end = at + 1;
    }
  }
  const lines = rows.slice(start, end).flat();
  const words = lines.reduce((sum, line) => sum + line.words.length, 0);
  if (twoSided < 2 || words / lines.length < LEAST_WORDS_PER_LINE) return undefined;
  return { end, split: (left + right) / 2 };
}

/** What the engine makes of specks; a dash or colon of the print it reads more surely. */
const isSpeck = (word: TextWord): boolean => word.confidence < SURE_MARK && !/[\p{L}\p{N}]/u.test(word.text);

function gapAround(words: readonly TextWord[], index: number): number {
  const [before, after] = [words[index - 1], words[index + 1]];
  return before === undefined || after === undefined ? 0 : after.box[0] - (before.box[0] + before.box[2]);
}

function splitAtGaps(line: TextLine): TextLine[] {
  const heights = line.words.map((word) => word.box[3]).sort((a, b) => a - b);
  const height = heights[heights.length >> 1] ?? 0;
  const groups: TextWord[][] = [];
  let previous: TextWord | undefined;
  for (const [index, word] of line.words.entries()) {
    // A speck between two columns must not bridge the gap between them.
    if (isSpeck(word) && gapAround(line.words, index) > height * COLUMN_GAP_HEIGHTS) continue;
    const gap = previous === undefined ? 0 : word.box[0] - (previous.box[0] + previous.box[2]);
    // The engine reads a wide blank with specks as dots behind the word before it.
    const isLeader =
      previous !== undefined && /\p{L}\.{2,}$/u.test(previous.text) && /^\p{Lu}/u.test(word.text);
    if (previous === undefined || gap > height * COLUMN_GAP_HEIGHTS || isLeader) groups.push([]);
    groups.at(-1)?.push(word);
    previous = word;
  }
  if (groups.length <= 1) return [line];
  return groups.map((group) => {
    const words = group.map((word) => ({ ...word, text: word.text.replace(/(\p{L})\.{2,}$/u, '$1') }));
    return {
      text: words.map((word) => word.text).join(' '),
      confidence: words.reduce((sum, word) => sum + word.confidence, 0) / words.length,
      box: unionBox(words.map((word) => word.box)),
      words,
    };
  });
}
