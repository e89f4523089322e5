import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { describeForeignFile, sniffFormat } from '@saoy/imaging';
import type { Pixels } from '@saoy/imaging/face';
import sharp from 'sharp';

export type QuarterTurn = 0 | 90 | 180 | 270;

export interface DecodedImage {
  readonly pixels: Pixels;
  /** Size of the input after EXIF rotation, in its own pixels. */
  readonly inputWidth: number;
  readonly inputHeight: number;
  /** Working pixels per input pixel (≤ 1): large scans are worked on at a smaller size. */
  readonly scale: number;
}

const maxBytes = 40 * 1024 * 1024;
const maxSidePx = 12_000;
/** A4 at 300 dpi fits without shrinking. */
const maxWorkingSidePx = 3600;
/** A file made to be slow; an honest photo takes less than one. */
const decodeSeconds = 10;

/** Decodes JPEG, PNG, WebP or TIFF to 8-bit RGB; refuses what is broken or larger than a scanned page can be. */
export const decodeImage = async (bytes: Uint8Array): Promise<Result<DecodedImage>> => {
  if (bytes.byteLength === 0) return err(fault('image.unreadable', 'no bytes'));
  if (bytes.byteLength > maxBytes) return err(fault('image.too-large', `${bytes.byteLength} bytes`));
  const format = sniffFormat(bytes);
  // The library would also draw an SVG, which may be made to take for ever.
  if (format === undefined) return err(fault('image.unreadable', describeForeignFile(bytes)));
  if (format === 'pnm') return err(fault('image.unreadable', 'a PNM picture: save it as JPEG or PNG'));
  try {
    const header = await sharp(bytes, { limitInputPixels: false }).metadata();
    if ((header.pages ?? 1) > 1)
      return err(fault('image.unreadable', `${header.pages} pictures in one file`));
    if (Math.max(header.width, header.height) > maxSidePx)
      return err(fault('image.too-large', `${header.width}×${header.height} pixels`));
    const isTurned = (header.orientation ?? 1) >= 5;
    const inputWidth = isTurned ? header.height : header.width;
    const inputHeight = isTurned ? header.width : header.height;
    // Of the missing end of a TIFF only an error is told.
    const failOn = format === 'tiff' ? 'error' : 'truncated';
    const { data, info } = await sharp(bytes, { failOn, limitInputPixels: maxSidePx ** 2 })
      .timeout({ seconds: decodeSeconds })
      .rotate()
      .resize({ width: maxWorkingSidePx, height: maxWorkingSidePx, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return ok({
      pixels: { data: toRgb(data, info.channels), width: info.width, height: info.height },
      inputWidth,
      inputHeight,
      scale: info.width / inputWidth,
    });
  } catch (cause) {
    return err(unreadable(cause));
  }
};

const toRgb = (data: Uint8Array, channels: number): Uint8Array => {
  if (channels === 3) return data;
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let from = 0, to = 0; to < rgb.length; from += channels, to += 3)
    for (let channel = 0; channel < 3; channel += 1)
      rgb[to + channel] = data[from + (channels >= 3 ? channel : 0)] ?? 0;
  return rgb;
};

const unreadable = (cause: unknown): Fault =>
  cause instanceof Error && /pixel limit|^timeout/i.test(cause.message)
    ? fault('image.too-large')
    : fault('image.unreadable', cause instanceof Error ? cause.message.split('\n')[0] : undefined);

/** The picture turned clockwise by a quarter, a half or three quarters. */
export const turnPixels = (pixels: Pixels, degrees: QuarterTurn): Pixels => {
  if (degrees === 0) return pixels;
  const { data, width, height } = pixels;
  const isUpright = degrees === 180;
  const turnedWidth = isUpright ? width : height;
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const column = degrees === 90 ? height - 1 - y : degrees === 180 ? width - 1 - x : y;
      const row = degrees === 90 ? x : degrees === 180 ? height - 1 - y : width - 1 - x;
      const from = (y * width + x) * 3;
      const to = (row * turnedWidth + column) * 3;
      turned[to] = data[from] ?? 0;
      turned[to + 1] = data[from + 1] ?? 0;
      turned[to + 2] = data[from + 2] ?? 0;
    }
  return { data: turned, width: turnedWidth, height: isUpright ? height : width };
};
