import { officialDateParts } from '../../calendar/vietnamese-date.ts';
import type { Canvas } from './canvas.ts';
import { mm } from './canvas.ts';
import { BLACK } from './colours.ts';
import type { CertificationNumber, CopyCertifier } from './copy-input.ts';
import type { FontBook } from './fonts.ts';
import type { Placement } from './page-image.ts';
import { SEAL_DIAMETER_PT } from './seal-mark.ts';
import { drawFlow, measureFlow, type Paragraph } from './text-flow.ts';

/** Width of the column in which the lời chứng is set. */
export const STAMP_WIDTH_PT = mm(94);
const SIGNATURE_WIDTH_PT = mm(54);
/** Share of the signature, from the left, that the seal covers (Decree 30/2020, annex I). */
export const SEAL_OVERLAP = 1 / 3;
const SIGNATURE_HEIGHT_PT = mm(27);

/** Fills a wording template, with the number and date written as in the register (Circular 01/2020 art. 4). */
export const fillWording = (
  wording: readonly string[],
  number: CertificationNumber,
  issuedAt: Date,
): string[] => {
  const values: Record<string, string> = {
    ...officialDateParts(issuedAt),
    number: String(number.number).padStart(2, '0'),
    book: number.book,
  };
  return wording.map((line) => line.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole));
};

export interface StampText {
  /** The filled lời chứng. */
  readonly wording: readonly string[];
  readonly certifier: CopyCertifier;
}

const above = (fonts: FontBook, text: StampText): Paragraph[] => {
  const last = text.wording.length - 1;
  return [
    ...text.wording.map((line, i): Paragraph => {
      const isHeading = i === 0;
      // The form's closing line tells who signs; it is set as a caption of the signature below.
      const isCaption = i === last && last > 0;
      return {
        text: line,
        typeface: fonts.get(isHeading ? 'serifBold' : isCaption ? 'serifItalic' : 'serif'),
        sizePt: isHeading ? 13 : isCaption ? 10 : 12,
        colour: BLACK,
        ...(isHeading ? { role: 'H1' as const } : {}),
        ...(isCaption ? { spaceAfterPt: 5 } : {}),
      };
    }),
    ...text.certifier.titleLines.map(
      (line): Paragraph => ({
        text: line,
        typeface: fonts.get('serifBold'),
        sizePt: 11.5,
        colour: BLACK,
      }),
    ),
  ];
};

const below = (fonts: FontBook, text: StampText): Paragraph[] => [
  { text: text.certifier.fullName, typeface: fonts.get('serifBold'), sizePt: 12.5, colour: BLACK },
];

/** Height in points of the block. */
export const stampHeight = (fonts: FontBook, text: StampText): number =>
  measureFlow(above(fonts, text), STAMP_WIDTH_PT) +
  SIGNATURE_HEIGHT_PT +
  measureFlow(below(fonts, text), STAMP_WIDTH_PT);

/**
 * Sets the lời chứng, the certifier's titles and name, centred in a column. `sign` is told where the signature
 * stands and where the seal's centre is, over the left third of the signature (Decree 30/2020, annex I), between
 * what is read before them and after them.
 */
export const drawStamp = <T>(
  canvas: Canvas,
  fonts: FontBook,
  text: StampText,
  at: { readonly x: number; readonly top: number },
  sign: (signature: Placement, seal: { readonly x: number; readonly y: number }) => T,
): T => {
  const column = { x: at.x, widthPt: STAMP_WIDTH_PT, align: 'centre' } as const;
  const titlesEnd = drawFlow(canvas, above(fonts, text), { ...column, top: at.top });
  const signature = {
    x: at.x + (STAMP_WIDTH_PT - SIGNATURE_WIDTH_PT) / 2,
    y: titlesEnd - SIGNATURE_HEIGHT_PT,
    width: SIGNATURE_WIDTH_PT,
    height: SIGNATURE_HEIGHT_PT,
  };
  const signed = sign(signature, {
    x: signature.x + signature.width * SEAL_OVERLAP - SEAL_DIAMETER_PT / 2,
    y: signature.y + signature.height / 2,
  });
  drawFlow(canvas, below(fonts, text), { ...column, top: signature.y });
  return signed;
};
