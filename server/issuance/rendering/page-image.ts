import { type PDF, type PDFImage, PdfDict } from '@libpdf/core';
import type { Canvas, Transform } from './canvas.ts';
import type { Affine, PageImage } from './copy-input.ts';

/** A rectangle on a PDF page: lower left corner and size in points. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Size of the page when it stands upright, in pixels. */
const uprightSizePx = (page: PageImage): { width: number; height: number } =>
  page.rotation % 180 === 0
    ? { width: page.widthPx, height: page.heightPx }
    : { width: page.heightPx, height: page.widthPx };

/** Size of the original on paper, in points. */
export const originalSizePt = (page: PageImage): { width: number; height: number } => {
  const { width, height } = uprightSizePx(page);
  return { width: (width * 72) / page.resolutionDpi, height: (height * 72) / page.resolutionDpi };
};

/**
 * Embeds the JPEG as it is, after checking that its header agrees with what the caller says.
 * @throws RangeError on another size, no resolution, or CMYK, which an RGB output intent does not cover
 */
export const embedPageImage = (pdf: PDF, page: PageImage): PDFImage => {
  if (!(page.resolutionDpi > 0 && Number.isFinite(page.resolutionDpi))) {
    throw new RangeError('the resolution of a page must be known');
  }
  const image = pdf.embedJpeg(page.jpeg);
  if (image.width !== page.widthPx || image.height !== page.heightPx) {
    throw new RangeError(
      `page image is ${image.width} × ${image.height} pixels, not ${page.widthPx} × ${page.heightPx}`,
    );
  }
  const stream = pdf.getObject(image.ref);
  if (stream instanceof PdfDict && stream.getName('ColorSpace')?.value === 'DeviceCMYK') {
    throw new RangeError('page images are grey or RGB');
  }
  return image;
};

/** Maps the unit square of the image, as stored, to where it stands upright on the page. */
const uprightTransform = (rotation: PageImage['rotation'], at: Placement): Transform => {
  const { x, y, width, height } = at;
  switch (rotation) {
    case 0:
      return [width, 0, 0, height, x, y];
    case 90:
      return [0, height, -width, 0, x + width, y];
    case 180:
      return [-width, 0, 0, -height, x + width, y + height];
    case 270:
      return [0, -height, width, 0, x, y + height];
  }
};

/** Maps pixels of the stored image (origin at the top left) to points of the PDF page. */
export const pixelsToPage = (page: PageImage, at: Placement): Affine => {
  const [a, b, c, d, e, f] = uprightTransform(page.rotation, at);
  const { widthPx, heightPx } = page;
  return [a / widthPx, -c / heightPx, c + e, b / widthPx, -d / heightPx, d + f];
};

/** Maps pixels of the upright page to pixels of the stored image. */
export const uprightToPixels = ({ rotation, widthPx, heightPx }: PageImage): Affine => {
  switch (rotation) {
    case 0:
      return [1, 0, 0, 0, 1, 0];
    case 90:
      return [0, -1, widthPx, 1, 0, 0];
    case 180:
      return [-1, 0, widthPx, 0, -1, heightPx];
    case 270:
      return [0, 1, 0, -1, 0, heightPx];
  }
};

/** Paints the page upright; turning is a matrix, the pixels stay as scanned. */
export const drawPageImage = (canvas: Canvas, image: PDFImage, page: PageImage, at: Placement): void =>
  canvas.isolate(() => {
    canvas.transform(uprightTransform(page.rotation, at));
    canvas.paint(image.ref);
  });
