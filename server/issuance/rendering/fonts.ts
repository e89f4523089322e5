import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import { type EmbeddedFont, type PDF, PdfArray, PdfDict, PdfName, PdfRef, PdfStream } from '@libpdf/core';

const require = createRequire(import.meta.url);
const packageFile = (path: string) => require.resolve(`@expo-google-fonts/${path}`);

// Full TTF files: the usual web-font packages ship unicode-range slices that each lack Vietnamese letters.
const FILES = {
  sans: 'be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf',
  sansBold: 'be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf',
  serif: 'tinos/400Regular/Tinos_400Regular.ttf',
  serifItalic: 'tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf',
  serifBold: 'tinos/700Bold/Tinos_700Bold.ttf',
} as const;

/** Be Vietnam Pro (sans) and Tinos (metric-compatible with Times New Roman). */
export type TypefaceName = keyof typeof FILES;

const fileCache = new Map<TypefaceName, Uint8Array>();

const readTypeface = (name: TypefaceName): Uint8Array => {
  let bytes = fileCache.get(name);
  if (bytes === undefined) {
    bytes = readFileSync(packageFile(FILES[name]));
    fileCache.set(name, bytes);
  }
  return bytes;
};

/** One embedded font of one document: measures text and encodes it as glyph numbers. */
export interface Typeface {
  readonly ref: PdfRef;
  /** Width in points. */
  widthOf(text: string, sizePt: number): number;
  /** Glyph numbers as hexadecimal; characters that the font lacks are left out (PDF/A forbids .notdef). */
  encode(text: string): string;
}

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

const createTypeface = (font: EmbeddedFont): Typeface => {
  const printable = (text: string): string => {
    const composed = text.normalize('NFC').replace(/\s+/gu, ' ').replace(INVISIBLE, '');
    return font.canEncode(composed) ? composed : [...composed].filter((c) => font.canEncode(c)).join('');
  };
  return {
    ref: font.ref,
    widthOf: (text, sizePt) => font.widthOfTextAtSize(printable(text), sizePt),
    encode: (text) =>
      font
        .encodeTextToGids(printable(text))
        .map((glyph) => glyph.toString(16).padStart(4, '0'))
        .join(''),
  };
};

/** The fonts of one document: embedded at first use, subset and given stable names by `finish`. */
export class FontBook {
  readonly #pdf: PDF;
  readonly #embedded = new Map<TypefaceName, { font: EmbeddedFont; typeface: Typeface }>();

  constructor(pdf: PDF) {
    this.#pdf = pdf;
  }

  get(name: TypefaceName): Typeface {
    let entry = this.#embedded.get(name);
    if (entry === undefined) {
      const font = this.#pdf.embedFont(readTypeface(name));
      entry = { font, typeface: createTypeface(font) };
      this.#embedded.set(name, entry);
    }
    return entry.typeface;
  }

  /**
   * Writes the subsets. LibPDF draws the six-letter subset tag at random; a copy rendered again after a
   * crash must have the same bytes, so the tag becomes a function of the glyphs used.
   */
  finish(): void {
    this.#pdf.fonts.finalize(true);
    for (const { font } of this.#embedded.values()) {
      const name = `${subsetTag(font.getUsedGlyphIds())}+${font.program.postScriptName ?? 'Unknown'}`;
      const root = this.#dict(font.ref);
      const descendants = this.#resolve(root.get('DescendantFonts'));
      if (!(descendants instanceof PdfArray)) throw new Error('a composite font has descendants');
      const descendant = this.#dict(descendants.at(0));
      const descriptor = this.#dict(descendant.get('FontDescriptor'));
      root.set('BaseFont', PdfName.of(name));
      descendant.set('BaseFont', PdfName.of(name));
      descriptor.set('FontName', PdfName.of(name));
      this.#compress(root, 'ToUnicode');
      this.#compress(descendant, 'CIDToGIDMap');
      this.#compress(descriptor, 'FontFile2');
    }
  }

  #resolve(value: unknown): unknown {
    return value instanceof PdfRef ? this.#pdf.getObject(value) : value;
  }

  #dict(value: unknown): PdfDict {
    const resolved = this.#resolve(value);
    if (!(resolved instanceof PdfDict)) throw new Error('a font dictionary is missing');
    return resolved;
  }

  #compress(owner: PdfDict, key: string): void {
    const stream = this.#resolve(owner.get(key));
    if (!(stream instanceof PdfStream)) return;
    stream.setData(deflateSync(stream.data));
    stream.set('Filter', PdfName.of('FlateDecode'));
  }
}

const subsetTag = (glyphIds: readonly number[]): string => {
  const digest = createHash('sha256').update(glyphIds.join(' ')).digest();
  return [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('');
};
