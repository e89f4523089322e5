import type { PDF } from '@libpdf/core';
import { type Canvas, mm } from './canvas.ts';
import { SEAL_RED } from './colours.ts';
import type { CopyAuthority } from './copy-input.ts';
import type { FontBook, Typeface } from './fonts.ts';

/** Diameter of the seal of a commune's body, in points (36 mm). */
export const SEAL_DIAMETER_PT = mm(36);

const MAX_ARC_RADIANS = (Math.PI * 2 * 290) / 360;

/** Sets text clockwise along a circle, centred on its top. */
const drawTextOnArc = (
  canvas: Canvas,
  typeface: Typeface,
  text: string,
  circle: { readonly x: number; readonly y: number; readonly radiusPt: number; readonly sizePt: number },
): void => {
  const { x, y, radiusPt } = circle;
  const arc = typeface.widthOf(text, circle.sizePt) / radiusPt;
  const sizePt = arc > MAX_ARC_RADIANS ? (circle.sizePt * MAX_ARC_RADIANS) / arc : circle.sizePt;
  let angle = Math.PI / 2 + typeface.widthOf(text, sizePt) / radiusPt / 2;
  canvas.readAs(text, () => {
    for (const character of text) {
      const step = typeface.widthOf(character, sizePt) / radiusPt;
      angle -= step / 2;
      const turn = angle - Math.PI / 2;
      const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
      const half = (step * radiusPt) / 2;
      const glyphX = x + radiusPt * Math.cos(angle) - half * cosine;
      const glyphY = y + radiusPt * Math.sin(angle) - half * sine;
      canvas.textWith(typeface, sizePt, [cosine, sine, -sine, cosine, glyphX, glyphY], character, {});
      angle -= step / 2;
    }
  });
};

/**
 * A neutral round mark in the place of the authority's seal, for an authority that has given no seal
 * image. It names the owner and the digital signature and carries no emblem.
 */
const drawSealMark = (
  canvas: Canvas,
  fonts: FontBook,
  seal: { readonly owner: string; readonly x: number; readonly y: number },
): void => {
  const { x, y } = seal;
  const radius = SEAL_DIAMETER_PT / 2;
  canvas.isolate(() => {
    canvas.strokeColour(SEAL_RED);
    canvas.fillColour(SEAL_RED);
    canvas.circle(x, y, radius - 1.5, { lineWidth: 3 });
    canvas.circle(x, y, radius - 5.2, { lineWidth: 0.8 });
    canvas.circle(x, y, radius - 18.5, { lineWidth: 0.8 });
    canvas.circle(x, y - radius + 11.8, 1.6, 'fill');
    drawTextOnArc(canvas, fonts.get('serifBold'), seal.owner.toLocaleUpperCase('vi'), {
      x,
      y,
      radiusPt: radius - 14.6,
      sizePt: 8.6,
    });
    const centre = 'KÝ SỐ';
    const bold = fonts.get('serifBold');
    canvas.text(bold, 15, x - bold.widthOf(centre, 15) / 2, y - 5, centre);
  });
};

/** Draws the authority's red seal at its real size, centred on a point. */
export const drawSeal = (
  pdf: PDF,
  canvas: Canvas,
  fonts: FontBook,
  authority: CopyAuthority,
  centre: { readonly x: number; readonly y: number },
): void => {
  const radius = SEAL_DIAMETER_PT / 2;
  const box = {
    x: centre.x - radius,
    y: centre.y - radius,
    width: SEAL_DIAMETER_PT,
    height: SEAL_DIAMETER_PT,
  };
  canvas.element({ role: 'Figure', alternative: `Con dấu của ${authority.sealOwner}`, box }, () =>
    paintSeal(pdf, canvas, fonts, authority, centre),
  );
};

const paintSeal = (
  pdf: PDF,
  canvas: Canvas,
  fonts: FontBook,
  authority: CopyAuthority,
  centre: { readonly x: number; readonly y: number },
): void => {
  if (authority.sealPng === undefined) {
    drawSealMark(canvas, fonts, { owner: authority.sealOwner, ...centre });
    return;
  }
  const image = pdf.embedPng(authority.sealPng);
  const width = SEAL_DIAMETER_PT;
  const height = (width * image.height) / image.width;
  canvas.isolate(() => {
    canvas.transform([width, 0, 0, height, centre.x - width / 2, centre.y - height / 2]);
    canvas.paint(image.ref);
  });
};
