import { PDF, type PdfRef } from '@libpdf/core';
import { addArchivalMetadata } from './archival-metadata.ts';
import { Canvas, mm } from './canvas.ts';
import { HAIRLINE, QUIET_INK } from './colours.ts';
import type { PageImage, PrintInput } from './copy-input.ts';
import { PRINT_TITLE, printFootText } from './copy-wording.ts';
import { FontBook } from './fonts.ts';
import { drawFootBand, footBandHeight } from './foot-band.ts';
import { drawPageImage, embedPageImage, originalSizePt, type Placement } from './page-image.ts';
import { drawTextLayer } from './text-layer.ts';
import { drawWatermark, registerMultiply } from './watermark.ts';

/** Every sheet is A4 upright: a printer with one tray never has to turn or ask. */
const SHEET = { width: mm(210), height: mm(297) };
/** Office printers leave up to 5 mm blank at each edge. */
const MARGIN_PT = mm(10);
const EDGE_PT = mm(6);
const HEAD_PT = mm(12);
const GAP_PT = mm(3);

interface Rendering {
  readonly input: PrintInput;
  readonly pdf: PDF;
  readonly fonts: FontBook;
  readonly multiply: PdfRef;
}

/** Where the original lies on the sheet: at its own size if it fits, otherwise as large as it can be. */
const placeOriginal = (original: PageImage, footTop: number): { at: Placement; scale: number } => {
  const size = originalSizePt(original);
  const top = SHEET.height - HEAD_PT;
  const room = { width: SHEET.width - 2 * EDGE_PT, height: top - footTop - GAP_PT };
  const scale = Math.min(1, room.width / size.width, room.height / size.height);
  const [width, height] = [size.width * scale, size.height * scale];
  return { at: { x: (SHEET.width - width) / 2, y: top - height, width, height }, scale };
};

const drawSheet = (rendering: Rendering, original: PageImage, index: number): void => {
  const { pdf, fonts, input, multiply } = rendering;
  const page = pdf.addPage(SHEET);
  const canvas = new Canvas();
  // The foot is measured with the longest text it can have, a scale of two digits.
  const footTop = EDGE_PT + footBandHeight(fonts, printFootText(input, index, 0.5), SHEET.width);
  const { at, scale } = placeOriginal(original, footTop);
  drawPageImage(canvas, embedPageImage(pdf, original), original, at);
  drawWatermark(canvas, fonts.get('sansBold'), multiply, input.authority.watermark, at);
  drawTextLayer(canvas, fonts.get('sans'), original, at);

  // A frame shows where a white original ends.
  canvas.strokeColour(HAIRLINE);
  canvas.strokeRectangle(at.x, at.y, at.width, at.height, 0.4);
  const sans = fonts.get('sans');
  const head = `${PRINT_TITLE} · ${input.code}`;
  canvas.fillColour(QUIET_INK);
  canvas.text(sans, 9, SHEET.width - MARGIN_PT - sans.widthOf(head, 9), SHEET.height - mm(9), head);
  drawFootBand(canvas, fonts, printFootText(input, index, scale), {
    top: footTop,
    widthPt: SHEET.width,
    hairlineWidthPt: SHEET.width,
  });
  page.dict.set('Contents', pdf.register(canvas.toStream()));
  page.dict.set('Resources', canvas.resources());
};

/**
 * Renders the file that the kiosk prints: A4 sheets marked as a print of an electronic copy, with the
 * check code and without lời chứng, seal or signature, because paper does not carry a digital signature.
 * @throws RangeError when there is no page, or a JPEG does not have the size that is claimed for it
 */
export const renderPrint = async (input: PrintInput): Promise<Uint8Array> => {
  if (input.pages.length === 0) throw new RangeError('a print has at least one page');
  const pdf = PDF.create();
  const rendering: Rendering = { input, pdf, fonts: new FontBook(pdf), multiply: registerMultiply(pdf) };
  input.pages.forEach((page, index) => {
    drawSheet(rendering, page, index);
  });
  addArchivalMetadata(pdf, {
    title: `${PRINT_TITLE} ${input.code}`,
    author: input.authority.name,
    subject: `Mã bản sao ${input.code}`,
    identifier: input.code,
    createdAt: input.issuedAt,
    fingerprint: ['print', input.code, input.issuedAt.toISOString(), ...input.pages.map((p) => p.jpeg)],
  });
  rendering.fonts.finish();
  return pdf.save({ compressStreams: false });
};
