import sharp from 'sharp';
import { type ImageResult, imageFault, imageOk } from './image-result.ts';
import { parsePnmHeader, readPnmPixels } from './parse-pnm.ts';
import type { Raster } from './raster.ts';
import { describeForeignFile, type ImageFormat, sniffFormat } from './sniff-format.ts';

export interface DecodeOptions {
  /** Most pixels accepted; default 120 million (A3 at 600 dpi has 70). */
  readonly maxPixels?: number;
  /** Resolution assumed when the file does not say and the shape is not that of a sheet; default 300. */
  readonly defaultDpi?: number;
  /** Takes pictures of 16 bits a sample too; what is lost does not show on paper. */
  readonly acceptDeep?: boolean;
}

const MAX_SIDE = 15_000;
const MAX_PIXELS = 120_000_000;
/** Cameras and encoders write 72 or 96 when they do not know; no document scanner scans so coarsely. */
const LEAST_CREDIBLE_DPI = 100;
const MOST_CREDIBLE_DPI = 2400;
const A4_INCHES = [8.268, 11.693] as const;
/** A picture that would be longer than this (A2) tells a false resolution. */
const LONGEST_INCHES = 24;
/** A file made to be slow; the largest honest one takes a few seconds. */
const DECODE_SECONDS = 20;

/** Whole files of kinds that the decoder does not know, by what it says of them. */
const untakenKinds = [
  { says: /\blabq\b|CIELab/i, code: 'image.unreadable', detail: 'colours in Lab: save it in RGB' },
  {
    says: /unsupported JPEG data precision/i,
    code: 'image.unsupported-depth',
    detail: 'a JPEG of 12 bits a sample: save it with 8',
  },
] as const;

/**
 * A file without a credible resolution: take the shape of A4 as A4, anything else as the default, but never as
 * larger than a glass.
 */
export function assumeDpi(width: number, height: number, defaultDpi: number): number {
  const short = Math.min(width, height) / A4_INCHES[0];
  const long = Math.max(width, height) / A4_INCHES[1];
  if (Math.abs(short / long - 1) < 0.04) return Math.max(1, Math.round((short + long) / 2));
  return Math.max(defaultDpi, Math.ceil(Math.max(width, height) / LONGEST_INCHES));
}

function isCredibleDpi(dpi: number | undefined, width: number, height: number): dpi is number {
  if (dpi === undefined || !(dpi >= LEAST_CREDIBLE_DPI && dpi <= MOST_CREDIBLE_DPI)) return false;
  return Math.max(width, height) / dpi <= LONGEST_INCHES;
}

/**
 * Decodes JPEG, PNG, binary PNM, TIFF or WebP, known by its bytes, to upright (EXIF) 8-bit RGB; transparent
 * pixels become white. Errors: `image.unreadable` (empty, truncated, not an image, several images in one file),
 * `image.too-large` (over 15,000 pixels wide or high, over `maxPixels`, or slow beyond measure),
 * `image.unsupported-depth` (more than 8 bits a sample).
 */
export async function decodeImage(
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Promise<ImageResult<Raster>> {
  const maxPixels = options.maxPixels ?? MAX_PIXELS;
  const defaultDpi = options.defaultDpi ?? 300;
  const acceptDeep = options.acceptDeep ?? false;
  if (bytes.length === 0) return imageFault('image.unreadable', 'empty file');
  const format = sniffFormat(bytes);
  if (format === undefined) return imageFault('image.unreadable', describeForeignFile(bytes));
  return format === 'pnm'
    ? decodePnm(bytes, { maxPixels, defaultDpi, acceptDeep })
    : decodeWithSharp(bytes, format, { maxPixels, defaultDpi, acceptDeep });
}

function checkSize(width: number, height: number, maxPixels: number): ImageResult<null> {
  return width > MAX_SIDE || height > MAX_SIDE || width * height > maxPixels
    ? imageFault(
        'image.too-large',
        `${width} x ${height} pixels; at most ${MAX_SIDE} a side and ${maxPixels / 1e6} million in all`,
      )
    : imageOk(null);
}

function decodePnm(
  bytes: Uint8Array,
  { maxPixels, defaultDpi, acceptDeep }: Required<DecodeOptions>,
): ImageResult<Raster> {
  const header = parsePnmHeader(bytes);
  if (!header.ok) return header;
  const { width, height } = header.value;
  const size = checkSize(width, height, maxPixels);
  if (!size.ok) return size;
  const data = readPnmPixels(bytes, header.value, acceptDeep);
  if (!data.ok) return data;
  const resolutionDpi = assumeDpi(width, height, defaultDpi);
  return imageOk({ width, height, channels: 3, data: data.value, resolutionDpi });
}

async function decodeWithSharp(
  bytes: Uint8Array,
  format: ImageFormat,
  options: Required<DecodeOptions>,
): Promise<ImageResult<Raster>> {
  try {
    // Of the missing end of a TIFF only an error is told.
    const failOn = format === 'tiff' ? 'error' : 'truncated';
    const input = sharp(bytes, { failOn, limitInputPixels: false });
    const metadata = await input.metadata();
    const { width = 0, height = 0, density, depth, pages = 1 } = metadata;
    const size = checkSize(width, height, options.maxPixels);
    if (!size.ok) return size;
    if (pages > 1)
      return imageFault('image.unreadable', `${pages} pictures in one file: give each as a file of its own`);
    const isBitmap = format === 'tiff' && metadata.bitsPerSample === 1;
    const isTaken = depth === 'uchar' || isBitmap || (options.acceptDeep && depth === 'ushort');
    if (!isTaken) return imageFault('image.unsupported-depth', `${depth} samples, not 8 bits a channel`);
    const { data, info } = await input
      .timeout({ seconds: DECODE_SECONDS })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const resolutionDpi = isCredibleDpi(density, info.width, info.height)
      ? Math.round(density)
      : assumeDpi(info.width, info.height, options.defaultDpi);
    const rgb = info.channels === 3 ? data : greyToRgb(data, info.channels);
    return imageOk({ width: info.width, height: info.height, channels: 3, data: rgb, resolutionDpi });
  } catch (error) {
    const detail = firstLine(error);
    if (/^timeout/i.test(detail))
      return imageFault('image.too-large', `not decoded within ${DECODE_SECONDS} seconds`);
    const untaken = untakenKinds.find(({ says }) => says.test(detail));
    return untaken === undefined
      ? imageFault('image.unreadable', `broken or cut off: ${detail}`)
      : imageFault(untaken.code, untaken.detail);
  }
}

function greyToRgb(data: Uint8Array, channels: number): Uint8Array {
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let i = 0, out = 0; i < data.length; i += channels, out += 3) rgb.fill(data[i]!, out, out + 3);
  return rgb;
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
