import type { Box } from '@saoy/imaging';
import type { StraightPage } from './straighten-page.ts';

/** ISO/IEC 7810 ID-1. */
const CARD_MM = [85.6, 54] as const;
const CELL_MM = 2;
/** Print keeps a margin inside the card, so its ink spans less than the card. */
const LEAST_SPAN = [0.62, 0.55] as const;
const MOST_SPAN = [1.12, 1.15] as const;
const MARGIN_MM = 2.5;

/** The one ID-1 card on an otherwise nearly empty page, in pixels of the page; undefined if there is none. */
export function findCard(page: StraightPage): Box | undefined {
  const { image } = page;
  const perMm = page.resolutionDpi / 25.4;
  const cell = Math.round(CELL_MM * perMm);
  const wide = Math.floor(image.width / cell);
  const high = Math.floor(image.height / cell);
  const cells = new Uint16Array(wide * high);
  let total = 0;
  // Every fourth pixel is enough to see where ink is.
  for (let y = 0; y < high * cell; y += 2) {
    const row = Math.floor(y / cell) * wide;
    for (let column = 0, x = 0; column < wide; column += 1) {
      let dark = 0;
      for (const end = (column + 1) * cell; x < end; x += 2) {
        if (image.data[y * image.width + x]! < 150) dark += 1;
      }
      cells[row + column] = cells[row + column]! + dark;
    }
  }
  const inked = cells.map((count) => (count > 2 ? count : 0));
  for (const count of inked) total += count;
  const margin = MARGIN_MM * perMm;
  for (const cluster of clusters(inked, wide, high)) {
    const width = (cluster.right - cluster.left + 1) * CELL_MM;
    const height = (cluster.bottom - cluster.top + 1) * CELL_MM;
    const fits =
      width >= CARD_MM[0] * LEAST_SPAN[0] &&
      width <= CARD_MM[0] * MOST_SPAN[0] &&
      height >= CARD_MM[1] * LEAST_SPAN[1] &&
      height <= CARD_MM[1] * MOST_SPAN[1];
    if (!fits || cluster.ink < total * 0.5) continue;
    const left = Math.max(0, Math.round(cluster.left * cell - margin));
    const top = Math.max(0, Math.round(cluster.top * cell - margin));
    const right = Math.min(image.width, Math.round((cluster.right + 1) * cell + margin));
    const bottom = Math.min(image.height, Math.round((cluster.bottom + 1) * cell + margin));
    return [left, top, right - left, bottom - top];
  }
  return undefined;
}

interface Cluster {
  left: number;
  top: number;
  right: number;
  bottom: number;
  ink: number;
}

/** Inked cells up to 6 mm apart belong together. */
function clusters(inked: Uint16Array, wide: number, high: number): Cluster[] {
  const reach = 3;
  const seen = new Uint8Array(inked.length);
  const found: Cluster[] = [];
  for (let start = 0; start < inked.length; start += 1) {
    if (inked[start] === 0 || seen[start] === 1) continue;
    const cluster: Cluster = { left: wide, top: high, right: 0, bottom: 0, ink: 0 };
    const stack = [start];
    seen[start] = 1;
    while (stack.length > 0) {
      const at = stack.pop()!;
      const x = at % wide;
      const y = Math.floor(at / wide);
      cluster.left = Math.min(cluster.left, x);
      cluster.right = Math.max(cluster.right, x);
      cluster.top = Math.min(cluster.top, y);
      cluster.bottom = Math.max(cluster.bottom, y);
      cluster.ink += inked[at]!;
      for (let yy = Math.max(0, y - reach); yy <= Math.min(high - 1, y + reach); yy += 1) {
        for (let xx = Math.max(0, x - reach); xx <= Math.min(wide - 1, x + reach); xx += 1) {
          const neighbour = yy * wide + xx;
          if (inked[neighbour] !== 0 && seen[neighbour] === 0) {
            seen[neighbour] = 1;
            stack.push(neighbour);
          }
        }
      }
    }
    found.push(cluster);
  }
  return found.sort((a, b) => b.ink - a.ink);
}
