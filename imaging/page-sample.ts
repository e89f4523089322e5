import { findComponents, type Patch } from './connected-components.ts';
import { type Bed, DARKEST_PAPER, findBed, widenMask } from './find-bed.ts';
import type { Box, Raster } from './raster.ts';
import { type ReducedPage, reducePage } from './reduce-page.ts';

/** All page measures work on a copy of this resolution; letters are then about eight pixels high. */
export const SAMPLE_DPI = 150;
export const SAMPLE_PX_PER_MM = SAMPLE_DPI / 25.4;
/** Side of the squares whose paper brightness is taken as one value (6 mm). */
export const BLOCK = 36;

/** A reduced copy of a page with what every check needs: brightness, local paper level, ink. */
export interface PageSample extends ReducedPage {
  readonly raster: Raster;
  readonly width: number;
  readonly height: number;
  /** Input pixels per sample pixel. */
  readonly scale: number;
  readonly blocksWide: number;
  readonly blocksHigh: number;
  /** Paper brightness of each block: its 80th percentile. */
  readonly paper: Uint8Array;
  /** Paper brightness of the page: the median block. */
  readonly paperLevel: number;
  /** Where the dark scanner bed or the black edge of a photocopy shows. */
  readonly bed: Bed;
  /** 1 where a pixel is clearly darker than the paper around it. */
  readonly ink: Uint8Array;
  /** Ink pixels as a share of all, the outermost 1.5 % left out. */
  readonly inkShare: number;
  /** How dark the page's ink is, as a share of the paper's brightness: 1 is black, a faded page has under 0.5. */
  readonly inkStrength: number;
  /** The connected parts of the ink: letters, strokes, frames. */
  readonly parts: readonly Patch[];
}

/** Ink is at least this much darker than the paper; less on pages that have only faint ink. */
const INK_LEVEL = 0.78;
const FAINT_INK_LEVEL = 0.88;
/** Below it lies what shines through from the other side. */
const FAINTEST_INK = 0.19;
/** The rim of the picture, where shadows lie. */
const EDGE_SHARE = 0.015;
/** The darkest share of all ink, by which its strength is judged; less ink in all says nothing. */
const DARKEST_SHARE = 0.2;
const LEAST_INK_SHARE = 0.004;
/** Beside the bed lie its blurred edge and its shadow. */
const BED_EDGE_MM = 1.2;

export async function samplePage(raster: Raster): Promise<PageSample> {
  const scale = Math.max(1, raster.resolutionDpi / SAMPLE_DPI);
  const width = Math.max(1, Math.round(raster.width / scale));
  const height = Math.max(1, Math.round(raster.height / scale));
  const { pixels, luma } = await reducePage(raster, scale, width, height);
  const { paper, blocksWide, blocksHigh } = measurePaper(luma, width, height);
  const bed = findBed(luma, width, height, SAMPLE_PX_PER_MM);
  const { ink, inkStrength, sheetArea } = findInk(luma, width, height, paper, blocksWide, bed);
  const parts = findComponents(ink, width, height);
  const paperLevel = paper.toSorted()[paper.length >> 1] ?? 0;
  return {
    raster,
    width,
    height,
    scale: raster.width / width,
    pixels,
    luma,
    blocksWide,
    blocksHigh,
    paper,
    paperLevel,
    bed,
    ink,
    inkShare: measureInkShare(parts, width, height, sheetArea),
    inkStrength,
    parts,
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
    const top = ((block / blocksWide) | 0) * BLOCK;
    const right = Math.min(width, left + BLOCK);
    const bottom = Math.min(height, top + BLOCK);
    for (let y = top; y < bottom; y += 1) {
      const end = y * width + right;
      for (let at = y * width + left; at < end; at += 1) {
        const level = luma[at]!;
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

function findInk(
  luma: Uint8Array,
  width: number,
  height: number,
  paper: Uint8Array,
  blocksWide: number,
  bed: Bed,
) {
  const reach = Math.round(BED_EDGE_MM * SAMPLE_PX_PER_MM);
  const outside = bed.isSeen ? widenMask(bed.mask, width, height, reach) : undefined;
  const { shades, judged } = countShades(luma, width, height, paper, blocksWide, outside);
  const inkStrength = judgeInkStrength(shades, judged);
  // Midway between paper and ink where the ink is faint; show-through is fainter still.
  const isFaint = inkStrength >= FAINTEST_INK && inkStrength < 2 * (1 - INK_LEVEL);
  const threshold = isFaint ? Math.min(FAINT_INK_LEVEL, 1 - inkStrength * 0.5) : INK_LEVEL;
  const leastStep = isFaint ? 0 : 30;
  const ink = new Uint8Array(luma.length);
  for (let y = 0; y < height; y += 1) {
    const row = ((y / BLOCK) | 0) * blocksWide;
    const rowEnd = (y + 1) * width;
    for (let block = row, at = y * width; at < rowEnd; block += 1) {
      const level = paper[block]!;
      const end = Math.min(rowEnd, at + BLOCK);
      if (level <= DARKEST_PAPER) {
        at = end;
        continue;
      }
      const limit = Math.ceil(Math.min(level * threshold, level - leastStep)) | 0;
      for (; at < end; at += 1) if (luma[at]! < limit) ink[at] = 1;
    }
  }
  if (outside !== undefined) for (let at = 0; at < ink.length; at += 1) if (outside[at] === 1) ink[at] = 0;
  return { ink, inkStrength, sheetArea: judged * 4 };
}

/** How dark the pixels are against their paper, in 256ths; every second one of every second row will do. */
function countShades(
  luma: Uint8Array,
  width: number,
  height: number,
  paper: Uint8Array,
  blocksWide: number,
  outside: Uint8Array | undefined,
): { readonly shades: Uint32Array; readonly judged: number } {
  const margin = Math.round(width * EDGE_SHARE) | 0;
  const shades = new Uint32Array(1024);
  let judged = 0;
  for (let y = margin; y < height - margin; y += 2) {
    const row = ((y / BLOCK) | 0) * blocksWide;
    for (let x = margin; x < width - margin; ) {
      const block = (x / BLOCK) | 0;
      const level = paper[row + block]!;
      const end = Math.min(width - margin, (block + 1) * BLOCK);
      const isPaper = level > DARKEST_PAPER;
      for (; x < end; x += 2) {
        const at = y * width + x;
        if (!isPaper || outside?.[at] === 1) continue;
        const shade = Math.min(1023, ((luma[at]! << 8) / level) | 0);
        shades[shade] = shades[shade]! + 1;
        judged += 1;
      }
    }
  }
  return { shades, judged };
}

/** From how dark the darkest of all that is darker than paper is: a card's little print counts like a full page. */
function judgeInkStrength(shades: Uint32Array, judged: number): number {
  let dark = 0;
  for (let shade = 0; shade < 256 * FAINT_INK_LEVEL; shade += 1) dark += shades[shade]!;
  if (dark < judged * LEAST_INK_SHARE) return 0;
  let darkest = 0;
  for (let seen = shades[0]!; seen < dark * DARKEST_SHARE; ) {
    darkest += 1;
    seen += shades[darkest]!;
  }
  return 1 - darkest / 256;
}

/** Ink as a share of the sheet, without the outermost rim and without what is a punched hole. */
function measureInkShare(parts: readonly Patch[], width: number, height: number, sheetArea: number): number {
  const margin = Math.round(width * EDGE_SHARE);
  let inked = 0;
  for (const part of parts) {
    if (isPunchedHole(part)) continue;
    const isInside =
      part.left >= margin &&
      part.right < width - margin &&
      part.top >= margin &&
      part.bottom < height - margin;
    if (isInside) inked += part.pixels;
    else {
      for (const at of part.indexes) {
        const x = at % width;
        const y = (at - x) / width;
        if (x >= margin && x < width - margin && y >= margin && y < height - margin) inked += 1;
      }
    }
  }
  return inked / Math.max(1, sheetArea);
}

/** A dark round spot of five to eight millimetres. */
function isPunchedHole(part: Patch): boolean {
  const across = part.right - part.left + 1;
  const down = part.bottom - part.top + 1;
  const isHoleSized = [across, down].every((px) => px > 4 * SAMPLE_PX_PER_MM && px < 9 * SAMPLE_PX_PER_MM);
  return isHoleSized && part.pixels / (across * down) > 0.68;
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
