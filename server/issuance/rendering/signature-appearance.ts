import type { PDF, PdfRef } from '@libpdf/core';
import { formatSigningTime } from '../../calendar/vietnamese-date.ts';
import { Canvas } from './canvas.ts';
import { SEAL_OVERLAP } from './certification-stamp.ts';
import { BLACK, SIGNATURE_BLUE } from './colours.ts';
import type { CopyCertifier } from './copy-input.ts';
import type { FontBook } from './fonts.ts';
import type { Placement } from './page-image.ts';
import { drawFlow, measureFlow, type Paragraph } from './text-flow.ts';

/** Fits a picture into a box without changing its proportions. */
const fitInside = (picture: { width: number; height: number }, box: Placement): Placement => {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
};

/** The certifier's handwritten signature, or, without an image of it, who signed and when, in blue. */
export const certifierAppearance = (
  pdf: PDF,
  fonts: FontBook,
  certifier: CopyCertifier,
  issuedAt: Date,
  size: { readonly width: number; readonly height: number },
): PdfRef => {
  const canvas = new Canvas();
  const box = { x: 0, y: 0, width: size.width, height: size.height };
  if (certifier.signaturePng !== undefined) {
    const image = pdf.embedPng(certifier.signaturePng);
    const at = fitInside(image, box);
    canvas.isolate(() => {
      canvas.transform([at.width, 0, 0, at.height, at.x, at.y]);
      canvas.paint(image.ref);
    });
  } else {
    // Words, unlike strokes, must not run into the seal: they start where it ends.
    const x = size.width * SEAL_OVERLAP;
    const widthPt = size.width - x;
    const line = (text: string, typeface: 'serif' | 'serifBold', sizePt: number): Paragraph => ({
      text,
      typeface: fonts.get(typeface),
      sizePt,
      colour: SIGNATURE_BLUE,
    });
    const paragraphs = [
      line('Ký số bởi', 'serif', 8),
      line(certifier.fullName, 'serifBold', 10),
      line(formatSigningTime(issuedAt), 'serif', 8),
    ];
    const top = (size.height + measureFlow(paragraphs, widthPt)) / 2;
    drawFlow(canvas, paragraphs, { x: x + 3, top, widthPt, align: 'left' });
  }
  return pdf.register(canvas.toForm(size.width, size.height));
};

/** What the certifier's field shows, in words. */
export const certifierDescription = (certifier: CopyCertifier, issuedAt: Date): string =>
  `Chữ ký số của người chứng thực: ${certifier.fullName}; ${formatSigningTime(issuedAt)}`;

/** What the authority's field shows, in words. */
export const authorityDescription = (paragraph: Paragraph): string =>
  `Chữ ký số của cơ quan: ${paragraph.text.replaceAll('\u00a0', ' ')}`;

/** Form of copy, authority and time of signing, as Decree 30/2020 (annex I) words it. */
export const authorityLine = (copyForm: string, authorityName: string, issuedAt: Date): string =>
  `${copyForm}; ${authorityName}; ${formatSigningTime(issuedAt)}`;

/** The paragraph at the top right of page 1: lower-case, size 10, upright, black, Times-like. */
export const authorityParagraph = (fonts: FontBook, text: string): Paragraph => ({
  // The time stays on one line.
  text: text.replace(/ (?=[\d+])/g, '\u00a0'),
  typeface: fonts.get('serif'),
  sizePt: 10,
  colour: BLACK,
});

/** The authority's signature shows no image on a copy, only its line. */
export const authorityAppearance = (
  pdf: PDF,
  paragraph: Paragraph,
  size: { readonly width: number; readonly height: number },
): PdfRef => {
  const canvas = new Canvas();
  drawFlow(canvas, [paragraph], { x: 0, top: size.height, widthPt: size.width, align: 'right' });
  return pdf.register(canvas.toForm(size.width, size.height));
};
