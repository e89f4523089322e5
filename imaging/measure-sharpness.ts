import { type PageSample, SAMPLE_DPI } from './page-sample.ts';

export interface Sharpness {
  /** Steepness of the sharpest edges across and down, relative to their contrast; 1 is a crisp scan. */
  readonly across: number;
  readonly down: number;
  /** The same along the falling and the rising diagonal, over a shorter way: to be compared with each other only. */
  readonly falling: number;
  readonly rising: number;
}

const TILE = 32;
const MAX_TILES = 220;
const MIN_TILES = 12;
const MIN_CONTRAST = 60;

interface Tile {
  readonly x: number;
  readonly y: number;
  readonly contrast: number;
}

/** Tiles of the sample with the strongest contrast, so with text or lines. */
function findContrastTiles(sample: PageSample): Tile[] {
  const tiles: Tile[] = [];
  for (let y = TILE; y < sample.height - 2 * TILE; y += TILE) {
    for (let x = TILE; x < sample.width - 2 * TILE; x += TILE) {
      let least = 255;
      let most = 0;
      let ink = 0;
      for (let yy = y; yy < y + TILE; yy += 2) {
        for (let xx = x; xx < x + TILE; xx += 2) {
          const at = yy * sample.width + xx;
          const value = sample.luma[at]!;
          ink += sample.ink[at]!;
          if (value < least) least = value;
          if (value > most) most = value;
        }
      }
      if (most - least > MIN_CONTRAST && ink >= 6) tiles.push({ x, y, contrast: most - least });
    }
  }
  return tiles.sort((a, b) => b.contrast - a.contrast).slice(0, MAX_TILES);
}

/** Edge sharpness of the text at full resolution; undefined when there is too little text to judge. */
export function measureSharpness(sample: PageSample): Sharpness | undefined {
  const tiles = findContrastTiles(sample);
  if (tiles.length < MIN_TILES) return undefined;
  const edges = tiles.map((tile) => measureTile(sample, tile));
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  return {
    across: median(edges.map((edge) => edge.across)),
    down: median(edges.map((edge) => edge.down)),
    falling: median(edges.map((edge) => edge.falling)),
    rising: median(edges.map((edge) => edge.rising)),
  };
}

function measureTile(sample: PageSample, tile: Tile): Sharpness {
  const { data, width, height, resolutionDpi } = sample.raster;
  const side = Math.round(TILE * sample.scale);
  const left = Math.round(tile.x * sample.scale);
  const top = Math.round(tile.y * sample.scale);
  // A third of a millimetre: across it, a crisp edge goes from paper to ink.
  const reach = Math.max(1, Math.round((2 * resolutionDpi) / (2 * SAMPLE_DPI)));
  const right = Math.min(width, left + side);
  const bottom = Math.min(height, top + side);
  const luma = new Uint8Array((right - left) * (bottom - top));
  const stride = right - left;
  let least = 255;
  let most = 0;
  for (let y = top, at = 0; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1, at += 1) {
      const p = (y * width + x) * 3;
      const value = (data[p]! * 77 + data[p + 1]! * 150 + data[p + 2]! * 29) >> 8;
      luma[at] = value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  const across = new Uint32Array(256);
  const down = new Uint32Array(256);
  const falling = new Uint32Array(256);
  const rising = new Uint32Array(256);
  const step = Math.max(1, Math.round(reach * Math.SQRT1_2));
  const [straight, slanting, counter] = [reach * stride, step * (stride + 1), step * (stride - 1)];
  for (let y = reach; y < bottom - top - reach; y += 1) {
    const end = (y + 1) * stride - reach;
    for (let at = y * stride + reach; at < end; at += 1) {
      const dx = Math.abs(luma[at + reach]! - luma[at - reach]!);
      const dy = Math.abs(luma[at + straight]! - luma[at - straight]!);
      across[dx] = across[dx]! + 1;
      down[dy] = down[dy]! + 1;
      const df = Math.abs(luma[at + slanting]! - luma[at - slanting]!);
      const dr = Math.abs(luma[at + counter]! - luma[at - counter]!);
      falling[df] = falling[df]! + 1;
      rising[dr] = rising[dr]! + 1;
    }
  }
  const contrast = Math.max(1, most - least);
  return {
    across: nthLargest(across, 20) / contrast,
    down: nthLargest(down, 20) / contrast,
    falling: nthLargest(falling, 20) / contrast,
    rising: nthLargest(rising, 20) / contrast,
  };
}

/** The n-th largest value of a histogram: sturdy against single noisy pixels. */
function nthLargest(histogram: Uint32Array, n: number): number {
  let seen = 0;
  for (let value = histogram.length - 1; value > 0; value -= 1) {
    seen += histogram[value]!;
    if (seen > n) return value;
  }
  return 0;
}
