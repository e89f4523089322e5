import { findComponents } from './connected-components.ts';
import { type PageSample, SAMPLE_PX_PER_MM, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

const CELL = 12;
const SECTORS = 24;
/** Round office seals measure 30 to 42 mm; emblems printed on forms stay under 20. */
const LEAST_MM = 22;
const MOST_MM = 60;
const LEAST_RING = 0.6;
/** Of a red pixel: how far its red is above the other channels, and how bright it is. */
const LEAST_REDNESS = 46;
const DARKEST_RED = 90;
/** A stamp of words is no longer; frames and rows of ornament are. */
const MOST_STAMP_MM = 120;

export interface RedSeal {
  readonly box: Box;
  /** Share of the ring's 24 sectors in which red was found. */
  readonly ring: number;
}

/** Round red seals: connected red of about 35 mm with a ring at its rim. */
export function findRedSeals(sample: PageSample, patches: readonly RedPatch[]): RedSeal[] {
  const seals: RedSeal[] = [];
  for (const patch of patches) {
    const { across, down } = sizeMm(patch);
    const isSealSized = Math.min(across, down) >= LEAST_MM && Math.max(across, down) <= MOST_MM;
    if (!isSealSized || Math.min(across, down) / Math.max(across, down) < 0.7) continue;
    const ring = measureRing(sample, patch);
    if (ring >= LEAST_RING) seals.push({ box: boxOf(sample, patch), ring });
  }
  return seals.sort((a, b) => b.ring - a.ring);
}

/**
 * Places with red the size of an oblong stamp (SAO Y BẢN CHÍNH, MẬT), largest first. Red titles look alike;
 * only reading tells.
 */
export function findRedOblongs(sample: PageSample, patches: readonly RedPatch[]): Box[] {
  const found = patches.filter(isOblong);
  if (patches.some((patch) => isFrameSized(sizeMm(patch).across, sizeMm(patch).down))) {
    // A stamp set over a red frame is one patch with it: without the frame its letters stand alone.
    const letters = findRedLetters(sample).filter(isOblong);
    found.push(...letters.filter((patch) => !found.some((other) => overlaps(patch, other))));
  }
  return found.sort((a, b) => b.pixels - a.pixels).map((patch) => boxOf(sample, patch));
}

function isOblong(patch: RedPatch): boolean {
  const { across, down } = sizeMm(patch);
  const [long, short] = [Math.max(across, down), Math.min(across, down)];
  return long >= 12 && long <= MOST_STAMP_MM && short >= 4 && short <= 36 && long / short >= 1.3;
}

const overlaps = (a: RedPatch, b: RedPatch): boolean =>
  a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;

/** Connected red, in cells of two millimetres. */
export interface RedPatch {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly pixels: number;
}

const isFrameSized = (acrossMm: number, downMm: number): boolean =>
  Math.max(acrossMm, downMm) > MOST_STAMP_MM;

const sizeMm = (patch: RedPatch): { across: number; down: number } => ({
  across: ((patch.right - patch.left + 1) * CELL) / SAMPLE_PX_PER_MM,
  down: ((patch.bottom - patch.top + 1) * CELL) / SAMPLE_PX_PER_MM,
});

const boxOf = (sample: PageSample, patch: RedPatch): Box =>
  toInputBox(sample, [
    patch.left * CELL,
    patch.top * CELL,
    (patch.right - patch.left + 1) * CELL,
    (patch.bottom - patch.top + 1) * CELL,
  ]);

/** Where red stands on the page. */
export const findRedPatches = (sample: PageSample): RedPatch[] => joinCells(sample, markRed(sample), 2);

/** Red without what is connected to a frame; letters that stand apart stay apart. */
function findRedLetters(sample: PageSample): RedPatch[] {
  const { width, height } = sample;
  const red = markRed(sample);
  for (const part of findComponents(red, width, height)) {
    const across = (part.right - part.left) / SAMPLE_PX_PER_MM;
    const down = (part.bottom - part.top) / SAMPLE_PX_PER_MM;
    if (isFrameSized(across, down)) for (const at of part.indexes) red[at] = 0;
  }
  return joinCells(sample, red, 1);
}

function markRed({ pixels }: PageSample): Uint8Array {
  const red = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i += 1) {
    const pixel = pixels[i]!;
    // Paper leaves here: its green is as bright as its red.
    if ((pixel & 255) - ((pixel >> 8) & 255) <= LEAST_REDNESS) continue;
    if ((pixel & 255) > DARKEST_RED && redness(pixel) > LEAST_REDNESS) red[i] = 1;
  }
  return red;
}

function joinCells({ width, height }: PageSample, red: Uint8Array, reach: number): RedPatch[] {
  const wide = Math.ceil(width / CELL);
  const high = Math.ceil(height / CELL);
  const counts = new Uint8Array(wide * high);
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = ((y / CELL) | 0) * wide;
    for (let cell = row; cell < row + wide; cell += 1) {
      let count = 0;
      for (const end = Math.min(at + CELL, (y + 1) * width); at < end; at += 1) count += red[at]!;
      counts[cell] = counts[cell]! + count;
    }
  }
  const cells = counts.map((count) => (count >= 6 ? 1 : 0));
  return findComponents(cells, wide, high, reach);
}

/** How much red exceeds the stronger of the other two channels. */
export function redness(pixel: number): number {
  const green = (pixel >> 8) & 255;
  const blue = pixel >> 16;
  return (pixel & 255) - Math.max(green, blue);
}

function measureRing(
  sample: PageSample,
  patch: { left: number; right: number; top: number; bottom: number },
): number {
  const { pixels, width, height } = sample;
  const centreX = ((patch.left + patch.right + 1) / 2) * CELL;
  const centreY = ((patch.top + patch.bottom + 1) / 2) * CELL;
  const radius = (Math.max(patch.right - patch.left, patch.bottom - patch.top) + 1) * CELL * 0.5;
  const sectors = new Uint8Array(SECTORS);
  const reach = Math.ceil(radius * 1.1);
  for (let y = Math.max(0, Math.floor(centreY - reach)); y < Math.min(height, centreY + reach); y += 1) {
    for (let x = Math.max(0, Math.floor(centreX - reach)); x < Math.min(width, centreX + reach); x += 1) {
      const distance = Math.hypot(x - centreX, y - centreY) / radius;
      if (distance < 0.76 || distance > 1.08) continue;
      if (redness(pixels[y * width + x]!) <= 38) continue;
      const turn = (Math.atan2(y - centreY, x - centreX) + Math.PI) / (2 * Math.PI);
      sectors[Math.min(SECTORS - 1, Math.floor(turn * SECTORS))] = 1;
    }
  }
  return sectors.reduce((sum, sector) => sum + sector, 0) / SECTORS;
}
