import { type PDF, PdfDict, PdfName, type PdfRef } from '@libpdf/core';
import type { Canvas } from './canvas.ts';
import { WATERMARK } from './colours.ts';
import type { Typeface } from './fonts.ts';
import type { Placement } from './page-image.ts';

const SHARE_OF_DIAGONAL = 0.58;
const CAP_HEIGHT = 0.7;
const MAX_SIZE_PT = 150;

/** Blend mode of everything printed over a page: it darkens paper and never hides ink. */
export const registerMultiply = (pdf: PDF): PdfRef =>
  pdf.register(PdfDict.of({ Type: PdfName.of('ExtGState'), BM: PdfName.of('Multiply') }));

/** One light word along the rising diagonal of the page image. */
export const drawWatermark = (
  canvas: Canvas,
  typeface: Typeface,
  multiply: PdfRef,
  text: string,
  at: Placement,
): void => {
  const widthOfOnePoint = typeface.widthOf(text, 1);
  if (!(widthOfOnePoint > 0)) return;
  const angle = Math.atan2(at.height, at.width);
  const sizePt = Math.min(
    (Math.hypot(at.width, at.height) * SHARE_OF_DIAGONAL) / widthOfOnePoint,
    MAX_SIZE_PT,
    Math.min(at.width, at.height) / 2,
  );
  const along = (sizePt * widthOfOnePoint) / 2;
  const across = (sizePt * CAP_HEIGHT) / 2;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const x = at.x + at.width / 2 - along * cosine + across * sine;
  const y = at.y + at.height / 2 - along * sine - across * cosine;
  canvas.artifact('Watermark', () =>
    canvas.isolate(() => {
      canvas.graphicsState(multiply);
      canvas.fillColour(WATERMARK);
      canvas.readAs(text, () =>
        canvas.textWith(typeface, sizePt, [cosine, sine, -sine, cosine, x, y], text, {}),
      );
    }),
  );
};
