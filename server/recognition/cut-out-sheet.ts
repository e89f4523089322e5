import { type Point, type Projection, projectOnto, type Raster } from '@saoy/imaging';
import { findSheet } from './find-sheet.ts';

export interface RectifiedSheet {
  readonly raster: Raster;
  /** Maps a point of `raster` to pixels of the picture. */
  readonly toPicture: Projection;
}

/** Short and long side in millimetres: ISO 216 sheets, ISO/IEC 7810 ID-1. */
const SIZES_MM = [
  [210, 297],
  [297, 420],
  [148, 210],
  [54, 85.6],
] as const;
/** Foreshortening and bent edges change the shape by less. */
const MOST_OFF_SHAPE = 0.1;
/** A sheet of a scan has the size the resolution says. */
const MOST_OFF_SIZE = 0.04;
/** More than the reading takes in from a page. */
const MOST_DPI = { sheet: 300, card: 600 } as const;

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Opposite sides of what a scanner saw are alike, and both diagonals. */
const MOST_UNEQUAL = 0.008;

/**
 * A sheet or card photographed on a darker ground as a scanner would have seen it: cut out, its corners square, its
 * resolution as its size tells. Undefined for a scan, where the paper's own edge tells of torn corners and skew.
 */
export function cutOutSheet(picture: Raster): RectifiedSheet | undefined {
  const quad = findSheet(picture);
  if (quad === undefined) return undefined;
  const [a, b, c, d] = quad;
  const across = (distance(a, b) + distance(d, c)) / 2;
  const down = (distance(a, d) + distance(b, c)) / 2;
  const size = sizeOf(Math.min(across, down), Math.max(across, down), picture.resolutionDpi);
  const unequal = Math.max(
    Math.abs(distance(a, b) - distance(d, c)) / across,
    Math.abs(distance(a, d) - distance(b, c)) / down,
    Math.abs(distance(a, c) / distance(b, d) - 1),
  );
  const isCard = size.longMm < 100;
  if (size.isAsScanned && !isCard && unequal < MOST_UNEQUAL) return undefined;
  const longInches = size.longMm / 25.4;
  const most = isCard ? MOST_DPI.card : MOST_DPI.sheet;
  const resolutionDpi = Math.max(1, Math.min(most, Math.round(Math.max(across, down) / longInches)));
  const long = Math.round(longInches * resolutionDpi);
  const short = Math.round((size.shortMm / 25.4) * resolutionDpi);
  const [width, height] = across > down ? [long, short] : [short, long];
  const toPicture = projectOnto(quad, width, height);
  return { raster: warpColour(picture, toPicture, width, height, resolutionDpi), toPicture };
}

interface SheetSize {
  readonly longMm: number;
  readonly shortMm: number;
  /** The resolution of the picture gives this size too. */
  readonly isAsScanned: boolean;
}

/** A known size of the same shape; else what the resolution of the picture says. */
function sizeOf(short: number, long: number, resolutionDpi: number): SheetSize {
  const measuredMm = (long / resolutionDpi) * 25.4;
  const alike = SIZES_MM.filter(([s, l]) => Math.abs(l / s / (long / short) - 1) <= MOST_OFF_SHAPE);
  const scanned = alike.find(([, l]) => Math.abs(measuredMm / l - 1) <= MOST_OFF_SIZE);
  const [shortMm, longMm] = scanned ?? alike[0] ?? [(short / resolutionDpi) * 25.4, measuredMm];
  return { longMm, shortMm, isAsScanned: scanned !== undefined || alike.length === 0 };
}

function warpColour(
  from: Raster,
  [a, b, c, d, e, f, g, h]: Projection,
  width: number,
  height: number,
  resolutionDpi: number,
): Raster {
  const data = new Uint8Array(width * height * 3);
  const stride = from.width * 3;
  for (let y = 0, p = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const depth = g * (x + 0.5) + h * (y + 0.5) + 1;
      const u = (a * (x + 0.5) + b * (y + 0.5) + c) / depth - 0.5;
      const v = (d * (x + 0.5) + e * (y + 0.5) + f) / depth - 0.5;
      const left = Math.min(from.width - 2, Math.max(0, Math.floor(u)));
      const top = Math.min(from.height - 2, Math.max(0, Math.floor(v)));
      const right = Math.min(1, Math.max(0, u - left));
      const down = Math.min(1, Math.max(0, v - top));
      let at = top * stride + left * 3;
      for (const end = p + 3; p < end; p += 1, at += 1) {
        const upper = from.data[at]! * (1 - right) + from.data[at + 3]! * right;
        const lower = from.data[at + stride]! * (1 - right) + from.data[at + stride + 3]! * right;
        data[p] = upper * (1 - down) + lower * down + 0.5;
      }
    }
  }
  return { width, height, channels: 3, data, resolutionDpi };
}
