import { createHash } from 'node:crypto';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { PageProblem } from '@saoy/contracts/visit/status';
import { checkPage, decodeImage, encodeJpeg } from '@saoy/imaging';
import { markJpeg } from './mark-jpeg.ts';

export interface PreparedPage {
  readonly jpeg: Uint8Array;
  readonly sha256: string;
  readonly problems: readonly PageProblem[];
  readonly widthPx: number;
  readonly heightPx: number;
}

const jpegQuality = 88;

/** From what the scanner gave, which knows its resolution better than the file, to what is kept and sent. Errors are those of `decodeImage`. */
export async function preparePage(
  pageId: string,
  image: Uint8Array,
  resolutionDpi: number,
): Promise<Result<PreparedPage, Fault>> {
  const decoded = await decodeImage(image);
  if (!decoded.ok) return err(fault(decoded.error.code, decoded.error.detail));
  const raster = { ...decoded.value, resolutionDpi };
  // The encoder works in a thread of its own: with a second core the citizen does not wait for it.
  const [{ problems }, encoded] = await Promise.all([checkPage(raster), encodeJpeg(raster, jpegQuality)]);
  const jpeg = markJpeg(encoded, pageId);
  return ok({
    jpeg,
    sha256: createHash('sha256').update(jpeg).digest('hex'),
    problems: problems.map(({ code, box }) => ({ code, box })),
    widthPx: raster.width,
    heightPx: raster.height,
  });
}

/** A picture for the server's eyes only: nothing is judged, nothing kept. */
export async function prepareCard(
  image: Uint8Array,
  resolutionDpi: number,
): Promise<Result<Uint8Array, Fault>> {
  const decoded = await decodeImage(image);
  if (!decoded.ok) return err(fault(decoded.error.code, decoded.error.detail));
  return ok(await encodeJpeg({ ...decoded.value, resolutionDpi }, 92));
}
