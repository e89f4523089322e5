import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import sharp from 'sharp';
import { LEAST_RESOLUTION_DPI, type ScannedPage } from './scanner.ts';

const MAX_SIDE_PX = 15_000;

const garbage = (detail: string) => err(fault('scanner.garbage', detail));

/**
 * Believes nothing of what a device delivered: format by its bytes, 8-bit colour, sane size, complete, and not
 * coarser than ordered. Takes about 60 ms for an A4 JPEG. The only error is `scanner.garbage`.
 */
export async function inspectDelivery(bytes: Uint8Array, orderedDpi: number): Promise<Result<ScannedPage>> {
  if (bytes.length === 0) return garbage('0 bytes');
  if (bytes[0] === 0x50 && bytes[1] === 0x36) return inspectPnm(bytes, orderedDpi);
  if (!isWhole(bytes)) return garbage('neither a whole JPEG nor a whole PNG nor a PNM');
  try {
    const { format, width, height, depth, channels, space, density } = await sharp(bytes).metadata();
    if (format !== 'png' && format !== 'jpeg') return garbage(`format ${format}`);
    const size = checkSize(width, height);
    if (size !== undefined) return garbage(size);
    if (depth !== 'uchar') return garbage('not 8 bits a channel');
    if (channels !== 3 || space !== 'srgb') return garbage('not in colour');
    if (density !== undefined && density > 72 && Math.round(density) < LEAST_RESOLUTION_DPI) {
      return garbage(`only ${Math.round(density)} dpi`);
    }
    // Small output, yet every byte is decoded: damage in the middle shows.
    await sharp(bytes, { failOn: 'warning', sequentialRead: true }).resize(32).raw().toBuffer();
    // A file that says nothing (or the 72 that means nothing) was made as ordered.
    const resolutionDpi = density !== undefined && density > 72 ? Math.round(density) : orderedDpi;
    return ok({ bytes, format, resolutionDpi, widthPx: width, heightPx: height });
  } catch {
    return garbage('cannot be decoded');
  }
}

const checkSize = (width: number, height: number): string | undefined =>
  width < 16 || height < 16 || width > MAX_SIDE_PX || height > MAX_SIDE_PX
    ? `${width} × ${height} pixels`
    : undefined;

/** JPEG from SOI to EOI, PNG from its signature to IEND (bytes after the end are tolerated up to a few). */
function isWhole(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tail = buffer.subarray(Math.max(0, buffer.length - 64));
  if (buffer.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff))) return tail.includes(Buffer.of(0xff, 0xd9));
  return buffer.subarray(0, 4).equals(Buffer.of(0x89, 0x50, 0x4e, 0x47)) && tail.includes('IEND');
}

function inspectPnm(bytes: Uint8Array, resolutionDpi: number): Result<ScannedPage> {
  const head = Buffer.from(bytes.subarray(0, 512)).toString('latin1');
  const match = /^P6(?:\s+|#[^\n]*\n)+(\d+)(?:\s+|#[^\n]*\n)+(\d+)(?:\s+|#[^\n]*\n)+(\d+)\s/.exec(head);
  if (match === null) return garbage('PNM header');
  const [widthPx, heightPx, maximum] = match.slice(1).map(Number) as [number, number, number];
  const size = checkSize(widthPx, heightPx);
  if (size !== undefined) return garbage(size);
  if (maximum !== 255) return garbage('not 8 bits a channel');
  if (bytes.length - match[0].length < widthPx * heightPx * 3) return garbage('PNM is truncated');
  return ok({ bytes, format: 'pnm', resolutionDpi, widthPx, heightPx });
}
