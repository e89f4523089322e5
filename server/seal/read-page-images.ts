import { PDF, PdfArray, PdfDict, PdfName, type PdfObject, PdfRef, PdfStream } from '@libpdf/core';
import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';

/**
 * The page images of a copy that the digest of its seal covers: of every page the one JPEG in its resources, byte for byte.
 * `validation.unreadable` when the file is none, or a page has another number of them.
 */
export async function readPageImages(file: Uint8Array): Promise<Result<Uint8Array[]>> {
  try {
    const pdf = await PDF.load(file);
    const resolve = (value: PdfObject | undefined): PdfObject | undefined =>
      value instanceof PdfRef ? (pdf.getObject(value) ?? undefined) : value;
    const images: Uint8Array[] = [];
    for (const page of pdf.getPages()) {
      const resources = resolve(page.dict.get('Resources'));
      const named = resources instanceof PdfDict ? resolve(resources.get('XObject')) : undefined;
      const jpegs =
        named instanceof PdfDict ? [...named].map(([, value]) => resolve(value)).filter(isJpeg) : [];
      if (jpegs.length !== 1)
        return err(fault('validation.unreadable', `a page has ${jpegs.length} page images instead of one`));
      images.push(Uint8Array.from(jpegs[0]!.data));
    }
    return ok(images);
  } catch {
    return err(fault('validation.unreadable'));
  }
}

function isJpeg(value: PdfObject | undefined): value is PdfStream {
  if (!(value instanceof PdfStream)) return false;
  const filter = value.get('Filter');
  const first = filter instanceof PdfArray && filter.length === 1 ? filter.at(0) : filter;
  return first instanceof PdfName && first.value === 'DCTDecode';
}
