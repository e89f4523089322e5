import { findComponents } from './connected-components.ts';
import { type PageSample, SAMPLE_PX_PER_MM, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

const CELL = 12;
const SECTORS = 24;
/** Round office seals measure 30 to 42 mm; emblems printed on forms stay under 20. */
const LEAST_MM = 22;
const MOST_MM = 60;
const LEAST_RING = 0.6;
/** A stamp of words is no longer; frames and rows of ornament are. */
const MOST_STAMP_MM = 120;

export interface RedSeal {
  readonly box: Box;
  /** Share of the ring's 24 sectors in which red was found. */
  readonly ring: number;
}

/** Round red seals: connected red of about 35 mm with a ring at its rim. */
export function findRedSeals(sample: PageSample): RedSeal[] {
  const seals: RedSeal[] = [];
  for (const patch of findRedPatches(sample)) {
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
export function findRedOblongs(sample: PageSample): Box[] {
  const patches = findRedPatches(sample);
  const found = patches.filter(isOblong);
  if (patches.some((patch) => isFrameSized(sizeMm(patch).across, sizeMm(patch).down))) {
    // A stamp set over a red frame is one patch with it: without the frame its letters stand alone.
    const letters = findRedPatches(sample, true).filter(isOblong);
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

interface RedPatch {
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

/** Connected red, in cells of two millimetres; without what is connected to a frame, if asked. */
function findRedPatches(sample: PageSample, isWithoutFrames = false): RedPatch[] {
  const { width, height } = sample;
  const wide = Math.ceil(width / CELL);
  const high = Math.ceil(height / CELL);
  const counts = new Uint16Array(wide * high);
  const red = markRed(sample);
  if (isWithoutFrames) {
    for (const part of findComponents(red, width, height)) {
      const across = (part.right - part.left) / SAMPLE_PX_PER_MM;
      const down = (part.bottom - part.top) / SAMPLE_PX_PER_MM;
      if (isFrameSized(across, down)) for (const at of part.indexes) red[at] = 0;
    }
  }
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / CELL) * wide;
    for (let x = 0; x < width; x += 1) {
      if (red[y * width + x] === 0) continue;
      const cell = row + Math.floor(x / CELL);
      counts[cell] = counts[cell]! + 1;
    }
  }
  const cells = Uint8Array.from(counts, (count) => (count >= 6 ? 1 : 0));
  return findComponents(cells, wide, high, isWithoutFrames ? 1 : 2);
}

function markRed({ rgb, luma }: PageSample): Uint8Array {
  const red = new Uint8Array(luma.length);
  for (let i = 0, p = 0; i < red.length; i += 1, p += 3) {
    if (rgb[p]! > 90 && redness(rgb, p) > 46) red[i] = 1;
  }
  return red;
}

/** How much red exceeds the stronger of the other two channels. */
export const redness = (rgb: Uint8Array, at: number): number =>
  rgb[at]! - Math.max(rgb[at + 1]!, rgb[at + 2]!);

function measureRing(
  sample: PageSample,
  patch: { left: number; right: number; top: number; bottom: number },
): number {
  const { rgb, width, height } = sample;
  const centreX = ((patch.left + patch.right + 1) / 2) * CELL;
  const centreY = ((patch.top + patch.bottom + 1) / 2) * CELL;
  const radius = (Math.max(patch.right - patch.left, patch.bottom - patch.top) + 1) * CELL * 0.5;
  const sectors = new Uint8Array(SECTORS);
  const reach = Math.ceil(radius * 1.1);
  for (let y = Math.max(0, Math.floor(centreY - reach)); y < Math.min(height, centreY + reach); y += 1) {
    for (let x = Math.max(0, Math.floor(centreX - reach)); x < Math.min(width, centreX + reach); x += 1) {
      const distance = Math.hypot(x - centreX, y - centreY) / radius;
      if (distance < 0.76 || distance > 1.08) continue;
      if (redness(rgb, (y * width + x) * 3) <= 38) continue;
      const turn = (Math.atan2(y - centreY, x - centreX) + Math.PI) / (2 * Math.PI);
      sectors[Math.min(SECTORS - 1, Math.floor(turn * SECTORS))] = 1;
    }
  }
  return sectors.reduce((sum, sector) => sum + sector, 0) / SECTORS;
}
