import type { Canvas } from './canvas.ts';
import type { PageImage } from './copy-input.ts';
import type { Typeface } from './fonts.ts';
import { type Placement, uprightSizePx } from './page-image.ts';

/** Share of a line's box that lies above its base line, and the type size that fills the box. */
const BASE_LINE = 0.78;
const BODY = 0.85;

/** Lays the recognised lines invisibly over their places on the page image, each fitted to its box. */
export const drawTextLayer = (canvas: Canvas, typeface: Typeface, page: PageImage, at: Placement): void => {
  const pointsPerPixel = at.width / uprightSizePx(page).width;
  for (const line of page.lines) {
    const [left, top, widthPx, heightPx] = line.box;
    const sizePt = heightPx * pointsPerPixel * BODY;
    const natural = typeface.widthOf(line.text, sizePt);
    if (!(natural > 0) || !(widthPx > 0)) continue;
    const x = at.x + left * pointsPerPixel;
    const y = at.y + at.height - (top + heightPx * BASE_LINE) * pointsPerPixel;
    canvas.textWith(typeface, sizePt, [1, 0, 0, 1, x, y], line.text, {
      horizontalScale: (widthPx * pointsPerPixel) / natural,
      isInvisible: true,
    });
  }
};
