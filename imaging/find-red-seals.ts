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
  const cells = counts.map((count) => (count >= 6 ? 1 : 0));
  const seals: RedSeal[] = [];
  for (const patch of findComponents(Uint8Array.from(cells), wide, high, 2)) {
    const across = ((patch.right - patch.left + 1) * CELL) / SAMPLE_PX_PER_MM;
    const down = ((patch.bottom - patch.top + 1) * CELL) / SAMPLE_PX_PER_MM;
    const isSealSized = Math.min(across, down) >= LEAST_MM && Math.max(across, down) <= MOST_MM;
    if (!isSealSized || Math.min(across, down) / Math.max(across, down) < 0.7) continue;
    const ring = measureRing(sample, patch);
    if (ring < LEAST_RING) continue;
    const box = toInputBox(sample, [
      patch.left * CELL,
      patch.top * CELL,
      (patch.right - patch.left + 1) * CELL,
      (patch.bottom - patch.top + 1) * CELL,
    ]);
    seals.push({ box, ring });
  }
  return seals.sort((a, b) => b.ring - a.ring);
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
