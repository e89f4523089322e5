import { openRaster } from './encode-jpeg.ts';
import type { Box, Raster } from './raster.ts';

/** All page measures work on a copy of this resolution; letters are then about eight pixels high. */
export const SAMPLE_DPI = 150;
export const SAMPLE_PX_PER_MM = SAMPLE_DPI / 25.4;
/** Side of the squares whose paper brightness is taken as one value (6 mm). */
export const BLOCK = 36;

/** A reduced copy of a page with what every check needs: brightness, local paper level, ink. */
export interface PageSample {
  readonly raster: Raster;
  readonly width: number;
  readonly height: number;
  /** Input pixels per sample pixel. */
  readonly scale: number;
  readonly rgb: Uint8Array;
  readonly luma: Uint8Array;
  readonly blocksWide: number;
  readonly blocksHigh: number;
  /** Paper brightness of each block: its 80th percentile. */
  readonly paper: Uint8Array;
  /** Paper brightness of the page: the median block. */
  readonly paperLevel: number;
  /** How far the dark scanner bed or lid shadow reaches in from each side. */
  readonly darkBands: DarkBands;
  /** 1 where a pixel is clearly darker than the paper around it. */
  readonly ink: Uint8Array;
  /** Ink pixels as a share of all, the outermost 1.5 % left out. */
  readonly inkShare: number;
}

/** Widths in sample pixels. */
export interface DarkBands {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Local paper darker than this is not paper but the scanner bed, a lid or a shadow. */
export const DARKEST_PAPER = 90;

export async function samplePage(raster: Raster): Promise<PageSample> {
  const scale = Math.max(1, raster.resolutionDpi / SAMPLE_DPI);
  const width = Math.max(1, Math.round(raster.width / scale));
  const height = Math.max(1, Math.round(raster.height / scale));
  const rgb: Uint8Array =
    scale === 1
      ? raster.data
      : await openRaster(raster).resize({ width, height, fit: 'fill', kernel: 'linear' }).raw().toBuffer();
  const luma = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < luma.length; i += 1, p += 3) {
    luma[i] = (rgb[p]! * 77 + rgb[p + 1]! * 150 + rgb[p + 2]! * 29) >> 8;
  }
  const { paper, blocksWide, blocksHigh } = measurePaper(luma, width, height);
  const darkBands = measureDarkBands(luma, width, height);
  const { ink, inkShare } = findInk(luma, width, height, paper, blocksWide, darkBands);
  const paperLevel = paper.toSorted()[paper.length >> 1] ?? 0;
  return {
    raster,
    width,
    height,
    scale: raster.width / width,
    rgb,
    luma,
    blocksWide,
    blocksHigh,
    paper,
    paperLevel,
    darkBands,
    ink,
    inkShare,
  };
}

function measurePaper(luma: Uint8Array, width: number, height: number) {
  const blocksWide = Math.ceil(width / BLOCK);
  const blocksHigh = Math.ceil(height / BLOCK);
  const paper = new Uint8Array(blocksWide * blocksHigh);
  const histogram = new Uint16Array(256);
  for (let block = 0; block < paper.length; block += 1) {
    histogram.fill(0);
    const left = (block % blocksWide) * BLOCK;
    const top = Math.floor(block / blocksWide) * BLOCK;
    const right = Math.min(width, left + BLOCK);
    const bottom = Math.min(height, top + BLOCK);
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        const level = luma[y * width + x]!;
        histogram[level] = histogram[level]! + 1;
      }
    }
    let seen = 0;
    let level = 0;
    const wanted = (right - left) * (bottom - top) * 0.8;
    while (level < 255) {
      seen += histogram[level]!;
      if (seen >= wanted) break;
      level += 1;
    }
    paper[block] = level;
  }
  return { paper, blocksWide, blocksHigh };
}

/** Rows or columns from one side that are dark over most of their length. */
function measureDarkBands(luma: Uint8Array, width: number, height: number): DarkBands {
  const isDark = (start: number, step: number, count: number): boolean => {
    let dark = 0;
    for (let i = 0, at = start; i < count; i += 4, at += step * 4) if (luma[at]! < DARKEST_PAPER) dark += 1;
    return dark * 4 > count * 0.7;
  };
  const column = (x: number) => isDark(x, width, height);
  const row = (y: number) => isDark(y * width, 1, width);
  const walk = (limit: number, isDarkAt: (distance: number) => boolean): number => {
    let reached = 0;
    // A skewed sheet leaves a wedge: two light lines end the band, one does not.
    for (let d = 0; d < limit && d <= reached + 2; d += 1) if (isDarkAt(d)) reached = d + 1;
    return reached;
  };
  return {
    left: walk(width >> 1, (d) => column(d)),
    right: walk(width >> 1, (d) => column(width - 1 - d)),
    top: walk(height >> 1, (d) => row(d)),
    bottom: walk(height >> 1, (d) => row(height - 1 - d)),
  };
}

function findInk(
  luma: Uint8Array,
  width: number,
  height: number,
  paper: Uint8Array,
  blocksWide: number,
  bands: DarkBands,
) {
  const ink = new Uint8Array(luma.length);
  const margin = Math.round(width * 0.015);
  // The edge of a dark band is not ink.
  const beside = (band: number) => (band === 0 ? 0 : band + Math.round(SAMPLE_PX_PER_MM));
  const left = beside(bands.left);
  const right = width - beside(bands.right);
  const bottom = height - beside(bands.bottom);
  let inside = 0;
  for (let y = beside(bands.top); y < bottom; y += 1) {
    const row = Math.floor(y / BLOCK) * blocksWide;
    const isInnerRow = y >= margin && y < height - margin;
    for (let x = left; x < right; x += 1) {
      const level = paper[row + Math.floor(x / BLOCK)]!;
      const value = luma[y * width + x]!;
      if (level > DARKEST_PAPER && value < level * 0.78 && value < level - 30) {
        ink[y * width + x] = 1;
        if (isInnerRow && x >= margin && x < width - margin) inside += 1;
      }
    }
  }
  return { ink, inkShare: inside / luma.length };
}

/** A box of the sample in pixels of the input, kept inside the image. */
export function toInputBox(sample: PageSample, box: readonly [number, number, number, number]): Box {
  const { raster, scale } = sample;
  const left = Math.max(0, Math.round(box[0] * scale));
  const top = Math.max(0, Math.round(box[1] * scale));
  const right = Math.min(raster.width, Math.round((box[0] + box[2]) * scale));
  const bottom = Math.min(raster.height, Math.round((box[1] + box[3]) * scale));
  return [left, top, Math.max(0, right - left), Math.max(0, bottom - top)];
}

export const wholePage = (sample: PageSample): Box => [0, 0, sample.raster.width, sample.raster.height];
