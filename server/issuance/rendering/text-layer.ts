import type { Canvas } from './canvas.ts';
import type { Affine, PageImage } from './copy-input.ts';
import type { Typeface } from './fonts.ts';
import { type Placement, pixelsToPage, uprightToPixels } from './page-image.ts';

/** Share of a line's box that lies above its base line, and the type size that fills the box. */
const BASE_LINE = 0.78;
const BODY = 0.85;

/** First `inner`, then `outer`. */
const compose = (outer: Affine, inner: Affine): Affine => {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + b * j, a * h + b * k, a * i + b * l + c, d * g + e * j, d * h + e * k, d * i + e * l + f];
};

/** Lays the recognised lines invisibly over their places on the page image, each fitted to its box. */
export const drawTextLayer = (canvas: Canvas, typeface: Typeface, page: PageImage, at: Placement): void => {
  const toPage = compose(pixelsToPage(page, at), page.linesToImage ?? uprightToPixels(page));
  const [a, b, , d, e] = toPage;
  const pointsPerUnit = Math.sqrt(Math.abs(a * e - b * d));
  if (!(pointsPerUnit > 0)) return;
  if (page.lines.length > 0)
    canvas.element({ role: 'P' }, () => drawLines(canvas, typeface, page.lines, toPage, pointsPerUnit));
};

const drawLines = (
  canvas: Canvas,
  typeface: Typeface,
  lines: PageImage['lines'],
  [a, b, c, d, e, f]: Affine,
  pointsPerUnit: number,
): void => {
  for (const line of lines) {
    const [left, top, width, height] = line.box;
    const sizePt = height * pointsPerUnit * BODY;
    const natural = typeface.widthOf(line.text, sizePt);
    if (!(natural > 0) || !(width > 0)) continue;
    const baseLine = top + height * BASE_LINE;
    // Text space points up, line coordinates point down: the second column changes sign.
    const matrix = [
      a / pointsPerUnit,
      d / pointsPerUnit,
      -b / pointsPerUnit,
      -e / pointsPerUnit,
      a * left + b * baseLine + c,
      d * left + e * baseLine + f,
    ] as const;
    canvas.textWith(typeface, sizePt, matrix, `${line.text} `, {
      horizontalScale: (width * pointsPerUnit) / natural,
      isInvisible: true,
    });
  }
};
