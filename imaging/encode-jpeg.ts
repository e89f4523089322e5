import sharp, { type Sharp } from 'sharp';
import type { Raster } from './raster.ts';

/** Raw pixels as an input of sharp. */
export const openRaster = (raster: Raster): Sharp =>
  sharp(raster.data, {
    raw: { width: raster.width, height: raster.height, channels: 3 },
    limitInputPixels: false,
  });

/** Encodes as baseline-compatible JPEG with the raster's resolution in its header; quality 1 to 100. */
export async function encodeJpeg(raster: Raster, quality: number): Promise<Uint8Array> {
  return openRaster(raster)
    .withMetadata({ density: raster.resolutionDpi })
    .jpeg({ quality, chromaSubsampling: quality >= 90 ? '4:4:4' : '4:2:0' })
    .toBuffer();
}

/** A small JPEG, `widthPx` wide and in proportion, for a list of pages. */
export async function thumbnail(raster: Raster, widthPx: number): Promise<Uint8Array> {
  return openRaster(raster)
    .resize({ width: Math.min(widthPx, raster.width) })
    .jpeg({ quality: 78 })
    .toBuffer();
}
