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
  const inRun = findLongRuns(image, least, Math.round(MOST_RULE_MM * perMm));
  const data = Uint8Array.from(image.data);
  for (let x = 0; x < width; x += 1) {
    let start = -1;
    for (let y = 0; y <= height; y += 1) {
      const isRun = y < height && inRun[y * width + x] === 1;
      if (isRun && start < 0) start = y;
      if (isRun || start < 0) continue;
      if (y - start <= most) {
        // One row more on either side: the rule's grey edge.
        for (let row = Math.max(0, start - 1); row < Math.min(height, y + 1); row += 1) {
          data[row * width + x] = 255;
        }
      }
      start = -1;
    }
  }
  return { width, height, data };
}

type Run = readonly [start: number, end: number];

/** 1 where a pixel lies in a rule of the right length. */
function findLongRuns(image: GreyImage, least: number, longest: number): Uint8Array {
  const { width, height, data } = image;
  const inRun = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    const row = data.subarray(y * width, (y + 1) * width);
    for (const chain of chainRuns(darkRuns(row, least / 3), least)) {
      if (chain.end - chain.start > longest) continue;
      for (const [start, end] of chain.runs) inRun.fill(1, y * width + start, y * width + end);
    }
  }
  return inRun;
}

/** Dark stretches of one row; gaps of two pixels are bridged. */
function darkRuns(row: Uint8Array, least: number): Run[] {
  const runs: Run[] = [];
  let start = -1;
  let gap = 0;
  for (let x = 0; x <= row.length; x += 1) {
    if (x < row.length && row[x]! < DARK) {
      if (start < 0) start = x;
      gap = 0;
      continue;
    }
    if (start < 0) continue;
    gap += 1;
    if (gap <= 2 && x < row.length) continue;
    const end = x - gap + 1;
    if (end - start >= least) runs.push([start, end]);
    start = -1;
    gap = 0;
  }
  return runs;
}

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
