import sharp from 'sharp';
import { type ImageResult, imageFault, imageOk } from './image-result.ts';
import { parsePnmHeader, readPnmPixels } from './parse-pnm.ts';
import type { Raster } from './raster.ts';
import { type ImageFormat, sniffFormat } from './sniff-format.ts';

export interface DecodeOptions {
  /** Most pixels accepted; default 120 million (A3 at 600 dpi has 70). */
  readonly maxPixels?: number;
  /** Resolution assumed when the file does not say and the shape is not that of a sheet; default 300. */
  readonly defaultDpi?: number;
}

const MAX_SIDE = 15_000;
const MAX_PIXELS = 120_000_000;
/** Cameras and encoders write 72 or 96 when they do not know; no document scanner scans so coarsely. */
const LEAST_CREDIBLE_DPI = 100;
const A4_INCHES = [8.268, 11.693] as const;

/** A file without a credible resolution: take the shape of A4 as A4, anything else as the default. */
export function assumeDpi(width: number, height: number, defaultDpi: number): number {
  const short = Math.min(width, height) / A4_INCHES[0];
  const long = Math.max(width, height) / A4_INCHES[1];
  return Math.abs(short / long - 1) < 0.04 ? Math.round((short + long) / 2) : defaultDpi;
}

/**
 * Decodes JPEG, PNG, binary PNM, TIFF or WebP, known by its bytes, to upright (EXIF) 8-bit RGB; transparent
 * pixels become white. Errors: `image.unreadable` (empty, truncated, not an image), `image.too-large`
 * (over 20,000 pixels wide or high, or over `maxPixels`), `image.unsupported-depth` (16 bits a sample).
 */
export async function decodeImage(
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Promise<ImageResult<Raster>> {
  const maxPixels = options.maxPixels ?? MAX_PIXELS;
  const defaultDpi = options.defaultDpi ?? 300;
  if (bytes.length === 0) return imageFault('image.unreadable', 'empty file');
  const format = sniffFormat(bytes);
  if (format === undefined) return imageFault('image.unreadable', 'not a known image format');
  return format === 'pnm'
    ? decodePnm(bytes, maxPixels, defaultDpi)
    : decodeWithSharp(bytes, format, maxPixels, defaultDpi);
}

function checkSize(width: number, height: number, maxPixels: number): ImageResult<null> {
  return width > MAX_SIDE || height > MAX_SIDE || width * height > maxPixels
    ? imageFault('image.too-large', `${width} x ${height} pixels`)
    : imageOk(null);
}

function decodePnm(bytes: Uint8Array, maxPixels: number, defaultDpi: number): ImageResult<Raster> {
  const header = parsePnmHeader(bytes);
  if (!header.ok) return header;
  const { width, height } = header.value;
  const size = checkSize(width, height, maxPixels);
  if (!size.ok) return size;
  const data = readPnmPixels(bytes, header.value);
  if (!data.ok) return data;
  const resolutionDpi = assumeDpi(width, height, defaultDpi);
  return imageOk({ width, height, channels: 3, data: data.value, resolutionDpi });
}

async function decodeWithSharp(
  bytes: Uint8Array,
  format: ImageFormat,
  maxPixels: number,
  defaultDpi: number,
): Promise<ImageResult<Raster>> {
  try {
    const input = sharp(bytes, { failOn: 'truncated', limitInputPixels: false });
    const metadata = await input.metadata();
    const { width = 0, height = 0, density, depth } = metadata;
    const size = checkSize(width, height, maxPixels);
    if (!size.ok) return size;
    if (depth !== 'uchar' && !(format === 'tiff' && metadata.bitsPerSample === 1)) {
      return imageFault('image.unsupported-depth', `${depth} samples`);
    }
    const { data, info } = await input
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const isCredible = density !== undefined && density >= LEAST_CREDIBLE_DPI && density <= 2400;
    const resolutionDpi = isCredible ? Math.round(density) : assumeDpi(info.width, info.height, defaultDpi);
    const rgb = info.channels === 3 ? data : greyToRgb(data, info.channels);
    return imageOk({ width: info.width, height: info.height, channels: 3, data: rgb, resolutionDpi });
  } catch (error) {
    return imageFault('image.unreadable', firstLine(error));
  }
}

function greyToRgb(data: Uint8Array, channels: number): Uint8Array {
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let i = 0, out = 0; i < data.length; i += channels, out += 3) rgb.fill(data[i]!, out, out + 3);
  return rgb;
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
