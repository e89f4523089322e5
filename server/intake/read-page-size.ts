import type { ErrorCode, Fault } from '@saoy/contracts/errors';
import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { decodeImage } from '@saoy/imaging';
import sharp, { type Metadata } from 'sharp';

/** What the copy must know of a page to embed its JPEG byte for byte. */
export interface PageSize {
  /** As stored, before `orientation`. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly resolutionDpi: number;
  /** Clockwise degrees by which EXIF turns the image. */
  readonly orientation: 0 | 90 | 180 | 270;
}

/** Decree 30/2020: digitised files have at least 200 dpi. */
const LEAST_DPI = 200;
const degreesOf: Record<number, 0 | 90 | 180 | 270> = { 1: 0, 3: 180, 6: 90, 8: 270 };

/**
 * Decodes a page fully, so that nothing broken gets further. Errors: `image.unreadable` (empty, truncated, not a
 * JPEG), `image.too-large`, `image.unsupported-depth` (not 8 bits, CMYK, mirrored), `image.low-resolution`.
 */
export async function readPageSize(bytes: Uint8Array): Promise<Result<PageSize>> {
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  const metadata = isJpeg ? await metadataOf(bytes) : null;
  // Asked of the header first: turning CMYK into RGB only to refuse it takes seconds.
  if (metadata?.space === 'cmyk') return refuse('image.unsupported-depth', 'CMYK');
  const decoded = await decodeImage(bytes);
  if (!decoded.ok) return err(decoded.error satisfies { code: ErrorCode });
  if (metadata === null) return refuse('image.unreadable', 'not a JPEG');
  const { width = 0, height = 0, orientation = 1 } = metadata;
  const degrees = degreesOf[orientation];
  if (degrees === undefined) return refuse('image.unsupported-depth', 'mirrored');
  const { resolutionDpi } = decoded.value;
  if (resolutionDpi < LEAST_DPI) return refuse('image.low-resolution', `${resolutionDpi} dpi`);
  return ok({ widthPx: width, heightPx: height, resolutionDpi, orientation: degrees });
}

async function metadataOf(bytes: Uint8Array): Promise<Metadata | null> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch {
    return null;
  }
}

const refuse = (code: ErrorCode, detail: string): Result<never, Fault> => err(fault(code, detail));
