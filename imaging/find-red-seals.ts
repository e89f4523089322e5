import { findComponents } from './connected-components.ts';
import { type PageSample, SAMPLE_PX_PER_MM, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

const CELL = 12;
const SECTORS = 24;
/** Round office seals measure 30 to 42 mm; a scan may enlarge them a little. */
const LEAST_MM = 18;
const MOST_MM = 60;
const LEAST_RING = 0.6;

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
  return findRedPatches(sample)
    .filter((patch) => {
      const { across, down } = sizeMm(patch);
      const [long, short] = [Math.max(across, down), Math.min(across, down)];
      return long >= 12 && long <= 120 && short >= 4 && short <= 36 && long / short >= 1.3;
    })
    .sort((a, b) => b.pixels - a.pixels)
    .map((patch) => boxOf(sample, patch));
}

interface RedPatch {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly pixels: number;
}

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

/** Connected red, in cells of two millimetres. */
function findRedPatches(sample: PageSample): RedPatch[] {
  const { rgb, width, height } = sample;
  const wide = Math.ceil(width / CELL);
  const high = Math.ceil(height / CELL);
  const counts = new Uint16Array(wide * high);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / CELL) * wide;
    for (let x = 0; x < width; x += 1) {
      const p = (y * width + x) * 3;
      if (redness(rgb, p) > 46 && rgb[p]! > 90) {
        const cell = row + Math.floor(x / CELL);
        counts[cell] = counts[cell]! + 1;
      }
    }
  }
  const cells = Uint8Array.from(counts, (count) => (count >= 6 ? 1 : 0));
  return findComponents(cells, wide, high, 2);
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
