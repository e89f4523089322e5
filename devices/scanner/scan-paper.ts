import { decodeImage } from '@saoy/imaging';
import sharp from 'sharp';

/**
 * What a scanner set to `resolutionDpi` sees of the paper a picture shows: upright, in colour, and resampled when
 * the picture has another resolution (without one, the shape of A4 is taken for A4). Bytes that are no 8-bit image
 * come back as they are, for the inspection to find.
 */
export async function scanPaper(bytes: Uint8Array, resolutionDpi: number): Promise<Uint8Array> {
  if (await isAsScanned(bytes, resolutionDpi)) return bytes;
  const decoded = await decodeImage(bytes, { defaultDpi: resolutionDpi });
  if (!decoded.ok) return bytes;
  const { width, height, data, resolutionDpi: paperDpi } = decoded.value;
  const scale = resolutionDpi / paperDpi;
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(Math.round(width * scale), Math.round(height * scale), { fit: 'fill', kernel: 'cubic' })
    .withMetadata({ density: resolutionDpi })
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

async function isAsScanned(bytes: Uint8Array, resolutionDpi: number): Promise<boolean> {
  try {
    const { density = 0, orientation = 1, channels, format } = await sharp(bytes).metadata();
    const isDeliverable = format === 'jpeg' || format === 'png';
    return isDeliverable && orientation === 1 && channels === 3 && Math.abs(density - resolutionDpi) < 2;
  } catch {
    return false;
  }
}
