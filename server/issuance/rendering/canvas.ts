import { PdfDict, PdfName, type PdfObject, type PdfRef, type PdfStream } from '@libpdf/core';
import type { Typeface } from './fonts.ts';
import { compressedStream, numberArray } from './pdf-objects.ts';
import type { Element, PageTags } from './structure-tree.ts';

/** Points in a millimetre (72 points to the inch). */
const POINTS_PER_MM = 72 / 25.4;

/** Converts millimetres to PDF points. */
export const mm = (millimetres: number): number => millimetres * POINTS_PER_MM;

/** A DeviceRGB colour, each part from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A 2-D affine transformation as PDF writes it. */
export type Transform = readonly [number, number, number, number, number, number];

type ResourceKind = 'Font' | 'XObject' | 'ExtGState';

const format = (value: number): string => {
  if (Number.isInteger(value)) return value === 0 ? '0' : String(value);
  const text = value.toFixed(4).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
};

/**
 * Writes one content stream and collects the resources it names. All lengths are in points,
 * the origin is the lower left corner.
 */
export class Canvas {
  readonly #operators: string[] = [];
  readonly #resources = new Map<ResourceKind, Map<PdfRef, string>>();
  readonly #tags: PageTags | undefined;

  /** With tags, the canvas of a page whose parts are told apart; without, a form or a page for paper. */
  constructor(tags?: PageTags) {
    this.#tags = tags;
  }

  /** Runs `draw` between q and Q, so that state changes do not leak. */
  isolate(draw: () => void): void {
    this.#operators.push('q');
    draw();
    this.#operators.push('Q');
  }

  transform(matrix: Transform): void {
    this.#write(matrix, 'cm');
  }

  fillColour(colour: Colour): void {
    this.#write(colour, 'rg');
  }

  strokeColour(colour: Colour): void {
    this.#write(colour, 'RG');
  }

  graphicsState(state: PdfRef): void {
    this.#operators.push(`/${this.#nameOf('ExtGState', state)} gs`);
  }

  /** Paints an image (unit square) or a form XObject. */
  paint(xObject: PdfRef): void {
    this.#operators.push(`/${this.#nameOf('XObject', xObject)} Do`);
  }

  fillRectangle(x: number, y: number, width: number, height: number): void {
    this.#write([x, y, width, height], 're f');
  }

  strokeRectangle(x: number, y: number, width: number, height: number, lineWidth: number): void {
    this.#write([lineWidth], 'w');
    this.#write([x, y, width, height], 're S');
  }

  strokeLine(x1: number, y1: number, x2: number, y2: number, lineWidth: number): void {
    this.#write([lineWidth], 'w');
    this.#write([x1, y1], 'm');
    this.#write([x2, y2], 'l S');
  }

  /** A circle of four Bézier quarters; `paint` fills it, otherwise it is stroked. */
  circle(centreX: number, centreY: number, radius: number, stroke: { lineWidth: number } | 'fill'): void {
    const handle = radius * 0.552_284_75;
    if (stroke !== 'fill') this.#write([stroke.lineWidth], 'w');
    this.#write([centreX + radius, centreY], 'm');
    const quarters: [number, number][] = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ];
    for (const [cosine, sine] of quarters) {
      const at = (along: number, across: number): [number, number] => [
        centreX + cosine * along - sine * across,
        centreY + sine * along + cosine * across,
      ];
      this.#write([...at(radius, handle), ...at(handle, radius), ...at(0, radius)], 'c');
    }
    this.#operators.push(stroke === 'fill' ? 'f' : 's');
  }

  /** Adds many rectangles as one filled path (for QR modules, which must not show seams). */
  fillRectangles(rectangles: readonly (readonly [number, number, number, number])[]): void {
    for (const rectangle of rectangles) this.#write(rectangle, 're');
    if (rectangles.length > 0) this.#operators.push('f');
  }

  /** Draws text whose base line starts at x, y. Characters that the typeface lacks are left out. */
  text(typeface: Typeface, sizePt: number, x: number, y: number, text: string): void {
    this.textWith(typeface, sizePt, [1, 0, 0, 1, x, y], text, {});
  }

  /** Draws text under a matrix; `isInvisible` makes it searchable only (render mode 3). */
  textWith(
    typeface: Typeface,
    sizePt: number,
    matrix: Transform,
    text: string,
    options: { readonly horizontalScale?: number; readonly isInvisible?: boolean },
  ): void {
    const glyphs = typeface.encode(text);
    if (glyphs === '') return;
    this.#operators.push('BT', `/${this.#nameOf('Font', typeface.ref)} ${format(sizePt)} Tf`);
    if (options.isInvisible === true) this.#operators.push('3 Tr');
    if (options.horizontalScale !== undefined) this.#write([options.horizontalScale * 100], 'Tz');
    this.#write(matrix, 'Tm');
    this.#operators.push(`<${glyphs}> Tj`, 'ET');
    // Render mode and scaling outlive the text object (ISO 32000-1, 9.3.1).
    if (options.isInvisible === true) this.#operators.push('0 Tr');
    if (options.horizontalScale !== undefined) this.#operators.push('100 Tz');
  }

  /** Draws one element of the page: a paragraph, a figure. Elements must not lie in one another. */
  element(element: Element, draw: () => void): void {
    if (this.#tags === undefined) {
      draw();
      return;
    }
    this.#operators.push(`/${element.role} <</MCID ${this.#tags.add(element)}>> BDC`);
    draw();
    this.#operators.push('EMC');
  }

  /** Draws what is no part of the text: lines, grounds, watermarks (ISO 32000-1, 14.8.2.2). */
  artifact(kind: 'Layout' | 'Watermark', draw: () => void): void {
    if (this.#tags === undefined) {
      draw();
      return;
    }
    const properties =
      kind === 'Watermark' ? '<</Type /Pagination /Subtype /Watermark>>' : '<</Type /Layout>>';
    this.#operators.push(`/Artifact ${properties} BDC`);
    draw();
    this.#operators.push('EMC');
  }

  /** Says what the marks drawn inside read as, for extraction of text set along a curve. */
  readAs(text: string, draw: () => void): void {
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('hex');
    this.#operators.push(`/Span <</ActualText <${utf16}>>> BDC`);
    draw();
    this.#operators.push('EMC');
  }

  /** The resource dictionary of everything drawn. */
  resources(): PdfDict {
    const kinds = [...this.#resources].map(([kind, names]): [string, PdfObject] => [
      kind,
      new PdfDict([...names].map(([ref, name]): [string, PdfRef] => [name, ref])),
    ]);
    return new PdfDict(kinds);
  }

  /** The content stream, compressed. */
  toStream(entries: Record<string, PdfObject> = {}): PdfStream {
    return compressedStream(Buffer.from(this.#operators.join('\n'), 'latin1'), entries);
  }

  /** The drawing as a form XObject with its own resources. */
  toForm(widthPt: number, heightPt: number): PdfStream {
    return this.toStream({
      Type: PdfName.of('XObject'),
      Subtype: PdfName.of('Form'),
      BBox: numberArray([0, 0, widthPt, heightPt]),
      Resources: this.resources(),
    });
  }

  #write(values: readonly number[], operator: string): void {
    this.#operators.push(`${values.map(format).join(' ')} ${operator}`);
  }

  #nameOf(kind: ResourceKind, ref: PdfRef): string {
    let names = this.#resources.get(kind);
    if (names === undefined) {
      names = new Map();
      this.#resources.set(kind, names);
    }
    let name = names.get(ref);
    if (name === undefined) {
      name = `${kind[0]}${names.size + 1}`;
      names.set(ref, name);
    }
    return name;
  }
}
