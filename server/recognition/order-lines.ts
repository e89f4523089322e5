import type { TextLine, TextWord } from './page-reading.ts';
import { unionBox } from './page-reading.ts';

/** A gap wider than this many line heights separates columns or table cells. */
const COLUMN_GAP_HEIGHTS = 2.2;

/**
 * Lines in reading order, split where a wide gap shows that two columns were read as one line. The engine's
 * own order of blocks is kept.
 */
export function orderLines(lines: readonly TextLine[]): TextLine[] {
  return lines.flatMap(splitAtGaps);
}

function splitAtGaps(line: TextLine): TextLine[] {
  const heights = line.words.map((word) => word.box[3]).sort((a, b) => a - b);
  const height = heights[heights.length >> 1] ?? 0;
  const groups: TextWord[][] = [];
  let previousEnd = Number.NEGATIVE_INFINITY;
  for (const word of line.words) {
    if (groups.length === 0 || word.box[0] - previousEnd > height * COLUMN_GAP_HEIGHTS) groups.push([]);
    groups.at(-1)?.push(word);
    previousEnd = word.box[0] + word.box[2];
  }
  if (groups.length <= 1) return [line];
  return groups.map((words) => ({
    text: words.map((word) => word.text).join(' '),
    confidence: words.reduce((sum, word) => sum + word.confidence, 0) / words.length,
    box: unionBox(words.map((word) => word.box)),
    words,
  }));
}
