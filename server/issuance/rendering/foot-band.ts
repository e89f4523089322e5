import { type Canvas, mm } from './canvas.ts';
import { HAIRLINE, INK, QUIET_INK } from './colours.ts';
import type { FontBook } from './fonts.ts';
import { drawQr } from './qr-vector.ts';
import { drawFlow, measureFlow, type Paragraph } from './text-flow.ts';

/** Side of the printed QR symbol: a phone reads it from an office laser print (ISO/IEC 18004). */
const QR_SIZE_PT = mm(27);
const MARGIN_PT = mm(10);
const PADDING_PT = mm(5);
const COLUMN_GAP_PT = mm(6);

/** What the band at the foot of a page says. */
export interface FootBandText {
  /** What this is: the first line. */
  readonly title: string;
  /** Further lines under the title, quiet. */
  readonly lines: readonly string[];
  /** Label and code pairs, set large. */
  readonly codes: readonly { readonly label: string; readonly code: string }[];
  /** Last lines: where and how to check. */
  readonly notes: readonly string[];
  /** `Trang 1/3`. */
  readonly pageLabel: string;
  readonly qrUrl: string;
}

const columnOf = (widthPt: number): { x: number; widthPt: number } => {
  const x = MARGIN_PT + QR_SIZE_PT + COLUMN_GAP_PT;
  return { x, widthPt: widthPt - x - MARGIN_PT };
};

const paragraphsOf = (fonts: FontBook, text: FootBandText): Paragraph[] => {
  const [sans, bold] = [fonts.get('sans'), fonts.get('sansBold')];
  const quiet = (line: string, spaceAfterPt = 0): Paragraph => ({
    text: line,
    typeface: sans,
    sizePt: 8,
    colour: QUIET_INK,
    spaceAfterPt,
  });
  return [
    { text: text.title, typeface: bold, sizePt: 11, colour: INK, spaceAfterPt: 1 },
    ...text.lines.map((line, i) => quiet(line, i === text.lines.length - 1 ? 5 : 0)),
    ...text.codes.flatMap(({ label, code }): Paragraph[] => [
      quiet(label),
      { text: code, typeface: bold, sizePt: 14, colour: INK, spaceAfterPt: 2 },
    ]),
    ...text.notes.map((line) => quiet(line)),
    quiet(text.pageLabel),
  ];
};

/** Height in points that the band needs at a given width. */
export const footBandHeight = (fonts: FontBook, text: FootBandText, widthPt: number): number =>
  Math.max(QR_SIZE_PT, measureFlow(paragraphsOf(fonts, text), columnOf(widthPt).widthPt)) + 2 * PADDING_PT;

/** Draws the band downwards from `top`, from x = 0 to `widthPt`, a hairline above it. */
export const drawFootBand = (
  canvas: Canvas,
  fonts: FontBook,
  text: FootBandText,
  band: { readonly top: number; readonly widthPt: number; readonly hairlineWidthPt: number },
): void => {
  canvas.strokeColour(HAIRLINE);
  canvas.strokeLine(MARGIN_PT, band.top, band.hairlineWidthPt - MARGIN_PT, band.top, 0.6);
  const top = band.top - PADDING_PT;
  drawQr(canvas, text.qrUrl, MARGIN_PT, top - QR_SIZE_PT, QR_SIZE_PT);
  drawFlow(canvas, paragraphsOf(fonts, text), { ...columnOf(band.widthPt), top, align: 'left' });
};
