import { type PDF, PdfArray, PdfDict, type PdfRef } from '@libpdf/core';
import { type Glyph, TypefaceFile, type TypefaceName } from './typeface-file.ts';

export type { TypefaceName } from './typeface-file.ts';

/** One embedded font of one document: measures text and encodes it as glyph numbers. */
export interface Typeface {
  readonly ref: PdfRef;
  /** Width in points. */
  widthOf(text: string, sizePt: number): number;
  /** Glyph numbers as hexadecimal; characters that the font lacks are left out (PDF/A forbids .notdef). */
  encode(text: string): string;
}

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
/** Most texts are plain already; to look is cheaper than to replace. */
const IS_PLAIN = /^[\x20-\x7e]*$/;

const printable = (text: string): string =>
  IS_PLAIN.test(text) && !text.includes('  ')
    ? text
    : text.normalize('NFC').replace(/\s+/gu, ' ').replace(INVISIBLE, '');

/** The fonts of one document: registered at first use, their subsets written by `finish`. */
export class FontBook {
  readonly #pdf: PDF;
  readonly #used = new Map<
    TypefaceName,
    { readonly root: PdfDict; readonly typeface: Typeface; readonly characters: Set<string> }
  >();

  constructor(pdf: PDF) {
    this.#pdf = pdf;
  }

  get(name: TypefaceName): Typeface {
    const known = this.#used.get(name);
    if (known !== undefined) return known.typeface;
    const file = TypefaceFile.open(name);
    const characters = new Set<string>();
    const glyphsOf = (text: string): Glyph[] => {
      const glyphs: Glyph[] = [];
      for (const character of printable(text)) {
        const glyph = file.glyphOf(character);
        if (glyph === undefined) continue;
        characters.add(character);
        glyphs.push(glyph);
      }
      return glyphs;
    };
    const root = new PdfDict();
    const typeface: Typeface = {
      ref: this.#pdf.register(root),
      widthOf: (text, sizePt) => (glyphsOf(text).reduce((sum, { width }) => sum + width, 0) * sizePt) / 1000,
      encode: (text) =>
        glyphsOf(text)
          .map(({ hex }) => hex)
          .join(''),
    };
    this.#used.set(name, { root, typeface, characters });
    return typeface;
  }

  /** Writes the subsets: the same characters give the same bytes. */
  finish(): void {
    for (const [name, { root, characters }] of this.#used) {
      const subset = TypefaceFile.open(name).subsetWith(characters);
      const descriptor = new PdfDict(subset.descriptor);
      descriptor.set('FontFile2', this.#pdf.register(subset.fontFile));
      const descendant = new PdfDict(subset.descendant);
      descendant.set('FontDescriptor', this.#pdf.register(descriptor));
      if (subset.cidToGid !== undefined) descendant.set('CIDToGIDMap', this.#pdf.register(subset.cidToGid));
      for (const [key, value] of subset.root) root.set(key, value);
      root.set('DescendantFonts', new PdfArray([this.#pdf.register(descendant)]));
      root.set('ToUnicode', this.#pdf.register(subset.toUnicode));
    }
  }
}
