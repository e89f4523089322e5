import type { Canvas, Colour } from './canvas.ts';
import type { Typeface } from './fonts.ts';

/** A paragraph of a column; lines are broken at spaces. */
export interface Paragraph {
  readonly text: string;
  readonly typeface: Typeface;
  readonly sizePt: number;
  readonly colour: Colour;
  /** What it is in the structure of the page; a plain paragraph unless told. */
  readonly role?: 'H1';
  /** Space kept free below, in points. */
  readonly spaceAfterPt?: number;
}

/** Marks on Vietnamese capitals (Ằ, Ộ) need more room than Latin text is usually given. */
const LEADING = 1.38;
const ASCENT = 1.02;

export type Alignment = 'left' | 'centre' | 'right';

/** Breaks text at spaces (not at no-break spaces) so that every line fits; a longer word stands alone. */
export const wrapText = (typeface: Typeface, sizePt: number, text: string, maxWidthPt: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && typeface.widthOf(longer, sizePt) > maxWidthPt) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
};

/** Height in points that `drawFlow` will take. */
export const measureFlow = (paragraphs: readonly Paragraph[], widthPt: number): number =>
  paragraphs.reduce((height, { typeface, sizePt, text, spaceAfterPt = 0 }) => {
    const lines = wrapText(typeface, sizePt, text, widthPt).length;
    return height + lines * sizePt * LEADING + spaceAfterPt;
  }, 0);

/** Sets paragraphs downwards from `top` and returns the y reached. */
export const drawFlow = (
  canvas: Canvas,
  paragraphs: readonly Paragraph[],
  column: { readonly x: number; readonly top: number; readonly widthPt: number; readonly align: Alignment },
): number => {
  let y = column.top;
  for (const { typeface, sizePt, text, colour, role = 'P', spaceAfterPt = 0 } of paragraphs) {
    canvas.element({ role }, () => {
      canvas.fillColour(colour);
      const lines = wrapText(typeface, sizePt, text, column.widthPt);
      for (const [i, line] of lines.entries()) {
        const slack = column.widthPt - typeface.widthOf(line, sizePt);
        const indent = column.align === 'left' ? 0 : column.align === 'centre' ? slack / 2 : slack;
        // The space at which a line was broken stays, so that the words are read apart.
        const shown = i < lines.length - 1 ? `${line} ` : line;
        canvas.text(typeface, sizePt, column.x + indent, y - sizePt * ASCENT, shown);
        y -= sizePt * LEADING;
      }
    });
    y -= spaceAfterPt;
  }
  return y;
};
