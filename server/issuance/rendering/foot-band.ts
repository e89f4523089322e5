import { type Canvas, mm } from './canvas.ts';
import { HAIRLINE, INK, QUIET_INK } from './colours.ts';
import type { FontBook } from './fonts.ts';
import { drawQr } from './qr-vector.ts';
import { drawFlow, measureFlow, type Paragraph } from './text-flow.ts';

/** Side of the QR symbol: with at most 65 modules one is at least 0.38 mm, nine dots of a 600 dpi laser printer. */
const QR_SIZE_PT = mm(25);
const MARGIN_PT = mm(10);
const PADDING_PT = mm(5);
const COLUMN_GAP_PT = mm(6);

/** What the band at the foot of a page says. */
export interface FootBandText {
  /** What this is: the first line. */
  readonly title: string;
  /** Further lines under the title, quiet. */
  readonly lines: readonly string[];
  /** At least one label with its code, set large, side by side. */
  readonly codes: readonly { readonly label: string; readonly code: string }[];
  /** Last lines: where and how to check. */
  readonly notes: readonly string[];
  /** `Trang 1/3`. */
  readonly pageLabel: string;
  readonly qrUrl: string;
  /** What the QR is for, in words. */
  readonly qrAlternative: string;
}

const columnOf = (widthPt: number): { x: number; widthPt: number } => {
  const x = MARGIN_PT + QR_SIZE_PT + COLUMN_GAP_PT;
  return { x, widthPt: widthPt - x - MARGIN_PT };
};

const CODE_SIZE_PT = 14;
const QUIET_SIZE_PT = 8;
const CODE_GAP_PT = 20;

const quiet = (fonts: FontBook, text: string, spaceAfterPt = 0): Paragraph => ({
  text,
  typeface: fonts.get('sans'),
  sizePt: QUIET_SIZE_PT,
  colour: QUIET_INK,
  spaceAfterPt,
});

const introduction = (fonts: FontBook, text: FootBandText): Paragraph[] => [
  { text: text.title, typeface: fonts.get('sansBold'), sizePt: 11, colour: INK, spaceAfterPt: 1 },
  ...text.lines.map((line, i) => quiet(fonts, line, i === text.lines.length - 1 ? 5 : 0)),
];

const codeCell = (fonts: FontBook, { label, code }: FootBandText['codes'][number]): Paragraph[] => [
  quiet(fonts, label),
  { text: code, typeface: fonts.get('sansBold'), sizePt: CODE_SIZE_PT, colour: INK, spaceAfterPt: 2 },
];

const closing = (fonts: FontBook, text: FootBandText): Paragraph[] =>
  [...text.notes, text.pageLabel].map((line) => quiet(fonts, line));

const cellWidth = (fonts: FontBook, { label, code }: FootBandText['codes'][number]): number =>
  Math.max(
    fonts.get('sansBold').widthOf(code, CODE_SIZE_PT),
    fonts.get('sans').widthOf(label, QUIET_SIZE_PT),
  ) + 1;

/** Height in points that the band needs at a given width. */
export const footBandHeight = (fonts: FontBook, text: FootBandText, widthPt: number): number => {
  const column = columnOf(widthPt).widthPt;
  const textPt =
    measureFlow(introduction(fonts, text), column) +
    Math.max(...text.codes.map((code) => measureFlow(codeCell(fonts, code), column))) +
    measureFlow(closing(fonts, text), column);
  return Math.max(QR_SIZE_PT, textPt) + 2 * PADDING_PT;
};

/** Draws the band downwards from `top`, from x = 0 to `widthPt`, a hairline above it. */
export const drawFootBand = (
  canvas: Canvas,
  fonts: FontBook,
  text: FootBandText,
  band: { readonly top: number; readonly widthPt: number; readonly hairlineWidthPt: number },
): void => {
  canvas.artifact('Layout', () => {
    canvas.strokeColour(HAIRLINE);
    canvas.strokeLine(MARGIN_PT, band.top, band.hairlineWidthPt - MARGIN_PT, band.top, 0.6);
  });
  const top = band.top - PADDING_PT;
  const column = { ...columnOf(band.widthPt), align: 'left' } as const;
  const codesTop = drawFlow(canvas, introduction(fonts, text), { ...column, top });
  let x = column.x;
  let codesEnd = codesTop;
  for (const code of text.codes) {
    const widthPt = cellWidth(fonts, code);
    codesEnd = drawFlow(canvas, codeCell(fonts, code), { x, top: codesTop, widthPt, align: 'left' });
    x += widthPt + CODE_GAP_PT;
  }
  drawFlow(canvas, closing(fonts, text), { ...column, top: codesEnd });
  // Read last: who hears the copy has its code and address by then.
  const qr = { x: MARGIN_PT, y: top - QR_SIZE_PT, width: QR_SIZE_PT, height: QR_SIZE_PT };
  canvas.element({ role: 'Figure', alternative: text.qrAlternative, box: qr }, () =>
    drawQr(canvas, text.qrUrl, qr.x, qr.y, QR_SIZE_PT),
  );
};
