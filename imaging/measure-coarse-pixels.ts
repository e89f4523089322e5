import type { Raster } from './raster.ts';

/** Every twelfth row or column shows it. */
const STRIDE = 12;
const MARGIN_SHARE = 0.06;
const MOST_STEP = 60;
/** How far around a column its neighbours are looked at. */
const REACH = 12;
/** Where a pixel of the coarse picture begins, neighbours differ by this share of the most around. */
const LEAST_BEGINNING = 0.3;
/** Beginnings that are as far apart as all are; those of clean print in black and white vary (at most 0.71). */
const LEAST_REGULAR = 0.77;
const LEAST_REGULAR_OTHERWISE = 0.45;
const MOST_IRREGULARITY_PX = 1.25;
const LEAST_GAPS = 50;
/** A scan has noise in every pixel, so that each is a beginning. */
const LEAST_DISTANCE = 1.3;
/** What alternate columns of a picture interpolated to twice its size differ in curvature; scans stay below 0.03. */
const LEAST_ALTERNATION = 0.07;

/**
 * The resolution a picture had before each of its pixels was repeated, or before it was interpolated to exactly twice
 * its size; undefined for other pictures. Other enlargements: {@link measureEnlargement}.
 */
export function measureCoarsePixels(raster: Raster): number | undefined {
  const across = measureColumns(raster);
  const columns = measureRepetition(across.steps);
  const isDoubledAcross = measureAlternation(across.curves) > LEAST_ALTERNATION;
  if (columns === undefined && !isDoubledAcross) return undefined;
  const down = measureRows(raster);
  if (isDoubledAcross && measureAlternation(down.curves) > LEAST_ALTERNATION) return raster.resolutionDpi / 2;
  const rows = measureRepetition(down.steps);
  if (columns === undefined || rows === undefined) return undefined;
  // Between lines of print it shows less: one direction proves it, the other must not speak against it.
  const [doubtful, sure] = [columns, rows].sort((a, b) => a.regularity - b.regularity) as [
    Repetition,
    Repetition,
  ];
  if (sure.regularity < LEAST_REGULAR || doubtful.regularity < LEAST_REGULAR_OTHERWISE) return undefined;
  return raster.resolutionDpi / sure.distance;
}

interface Repetition {
  /** How many pixels are one. */
  readonly distance: number;
  /** Share of the picture on which they begin at that distance. */
  readonly regularity: number;
}

interface Profile {
  /** Mean difference from the neighbour, along one side of the picture. */
  readonly steps: Float64Array;
  readonly curves: Float64Array;
}

/** In green, column by column. */
function measureColumns({ data, width, height }: Raster): Profile {
  const steps = new Float64Array(width);
  const curves = new Float64Array(width);
  for (let y = Math.floor(height * MARGIN_SHARE); y < height * (1 - MARGIN_SHARE); y += STRIDE) {
    let at = y * width * 3 + 1;
    let before = data[at]!;
    let here = data[at + 3]!;
    at += 6;
    for (let x = 1; x < width - 1; x += 1, at += 3) {
      const next = data[at]!;
      steps[x] = steps[x]! + Math.min(MOST_STEP, Math.abs(here - before));
      curves[x] = curves[x]! + Math.min(MOST_STEP, Math.abs(before - 2 * here + next));
      before = here;
      here = next;
    }
  }
  return { steps, curves };
}

function measureRows({ data, width, height }: Raster): Profile {
  const steps = new Float64Array(height);
  const curves = new Float64Array(height);
  const row = width * 3;
  const from = Math.floor(width * MARGIN_SHARE);
  for (let y = 1; y < height - 1; y += 1) {
    let step = 0;
    let curve = 0;
    for (let x = from; x < width - from; x += STRIDE) {
      const at = (y * width + x) * 3 + 1;
      const before = data[at - row]!;
      const here = data[at]!;
      step += Math.min(MOST_STEP, Math.abs(here - before));
      curve += Math.min(MOST_STEP, Math.abs(before - 2 * here + data[at + row]!));
    }
    steps[y] = step;
    curves[y] = curve;
  }
  return { steps, curves };
}

const marginOf = (profile: Float64Array): number => Math.floor(profile.length * MARGIN_SHARE) + REACH + 1;

/** Where pixels begin at distances of more than one. */
function measureRepetition(steps: Float64Array): Repetition | undefined {
  const margin = marginOf(steps);
  const beginnings: number[] = [];
  for (let i = margin; i < steps.length - margin; i += 1) {
    let most = 0;
    for (let near = i - REACH; near <= i + REACH; near += 1) if (steps[near]! > most) most = steps[near]!;
    if (most > 0 && steps[i]! > most * LEAST_BEGINNING) beginnings.push(i);
  }
  // Between lines of clean print nothing begins at all.
  const gaps = beginnings
    .slice(1)
    .map((at, i) => at - beginnings[i]!)
    .filter((gap) => gap <= REACH);
  if (gaps.length < LEAST_GAPS) return undefined;
  const all = gaps.reduce((sum, gap) => sum + gap, 0);
  const distance = all / gaps.length;
  if (distance < LEAST_DISTANCE) return undefined;
  const regular = gaps.filter((gap) => Math.abs(gap - distance) <= MOST_IRREGULARITY_PX);
  const covered = regular.reduce((sum, gap) => sum + gap, 0);
  return { distance, regularity: covered / all };
}

/** How strongly a profile alternates from one pixel to the next, against its running mean. */
function measureAlternation(curves: Float64Array): number {
  const margin = marginOf(curves);
  let sum = 0;
  let alternation = 0;
  for (let i = margin - REACH; i <= margin + REACH; i += 1) sum += curves[i] ?? 0;
  for (let i = margin; i < curves.length - margin; i += 1) {
    const share = curves[i]! / Math.max(1, sum / (2 * REACH + 1)) - 1;
    alternation += i % 2 === 0 ? share : -share;
    sum += curves[i + REACH + 1]! - curves[i - REACH]!;
  }
  return Math.abs(alternation) / Math.max(1, curves.length - 2 * margin);
}
