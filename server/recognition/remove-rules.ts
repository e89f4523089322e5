import type { GreyImage } from './grey-image.ts';

/** No stroke of a letter is longer; underlines are. */
const LEAST_RULE_MM = 9;
/** Longer ones are the borders of a table, by which the engine finds its cells. */
const MOST_RULE_MM = 80;
/** Thicker things are bars or shadows, and photos. */
const MOST_THICKNESS_MM = 0.7;
const DARK = 165;

/**
 * Paints underlines white: an underline that touches the descenders makes the engine drop the
 * whole line. The image must be straight.
 */
export function removeRules(image: GreyImage, resolutionDpi: number): GreyImage {
  const { width, height } = image;
  const perMm = resolutionDpi / 25.4;
  const least = Math.round(LEAST_RULE_MM * perMm);
  const most = Math.max(2, Math.round(MOST_THICKNESS_MM * perMm));
  const rules = findLongRuns(image, least, Math.round(MOST_RULE_MM * perMm));
  const data = new Uint8Array(image.data);
  if (rules.length === 0) return { width, height, data };
  const inRun = new Uint8Array(data.length);
  for (const [start, end] of rules) inRun.fill(1, start, end);
  for (const [start, end] of rules) {
    for (let at = start; at < end; at += 1) {
      // Each rule once, from its upper edge.
      if (at >= width && inRun[at - width] === 1) continue;
      let below = at;
      while (below < data.length && inRun[below] === 1) below += width;
      if ((below - at) / width > most) continue;
      // One row more on either side: the rule's grey edge.
      for (
        let row = Math.max(at % width, at - width);
        row < Math.min(data.length, below + width);
        row += width
      ) {
        data[row] = 255;
      }
    }
  }
  return { width, height, data };
}

type Run = readonly [start: number, end: number];

/** The stretches of pixels that lie in a rule of the right length. */
function findLongRuns(image: GreyImage, least: number, longest: number): Run[] {
  const { width, height, data } = image;
  const rules: Run[] = [];
  for (let y = 0; y < height; y += 1) {
    const row = data.subarray(y * width, (y + 1) * width);
    for (const chain of chainRuns(darkRuns(row, least / 3), least)) {
      if (chain.end - chain.start > longest) continue;
      for (const [start, end] of chain.runs) rules.push([y * width + start, y * width + end]);
    }
  }
  return rules;
}

/** Dark stretches of one row; gaps of two pixels are bridged. */
function darkRuns(row: Uint8Array, least: number): Run[] {
  const runs: Run[] = [];
  // Between two pixels looked at, none of a stretch long enough lies whole.
  const stride = Math.max(1, Math.floor(least / 2));
  for (let x = 0; x < row.length; x += stride) {
    if (row[x]! >= DARK) continue;
    let start = x;
    while (start > 0 && isDarkNear(row, start - 1, -1)) start -= 1;
    let end = x + 1;
    while (end < row.length && isDarkNear(row, end, 1)) end += 1;
    while (row[start]! >= DARK) start += 1;
    while (row[end - 1]! >= DARK) end -= 1;
    if (end - start >= least) runs.push([start, end]);
    x = Math.max(x, end - (end % stride));
  }
  return runs;
}

/** Whether a pixel is dark, or one of the next two in that direction. */
const isDarkNear = (row: Uint8Array, x: number, step: 1 | -1): boolean =>
  row[x]! < DARK || (row[x + step] ?? 255) < DARK || (row[x + 2 * step] ?? 255) < DARK;

/** An underline is broken where descenders cross it: pieces in a row with small gaps are one rule. */
function chainRuns(runs: readonly Run[], least: number): { runs: Run[]; start: number; end: number }[] {
  const chains: { runs: Run[]; start: number; end: number; dark: number }[] = [];
  for (const run of runs) {
    const last = chains.at(-1);
    if (last !== undefined && run[0] - last.end <= least / 2) {
      last.runs.push(run);
      last.end = run[1];
      last.dark += run[1] - run[0];
    } else {
      chains.push({ runs: [run], start: run[0], end: run[1], dark: run[1] - run[0] });
    }
  }
  return chains.filter((chain) => {
    const length = chain.end - chain.start;
    return chain.runs.length === 1 ? length >= least : length >= 2.5 * least && chain.dark >= length * 0.65;
  });
}
