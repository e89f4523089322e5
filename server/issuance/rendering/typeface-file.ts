import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import { type EmbeddedFont, PDF, PdfArray, PdfDict, PdfName, PdfRef, PdfStream } from '@libpdf/core';

const require = createRequire(import.meta.url);

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

const range = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));

/**
 * What every subset contains, whether a document uses it or not: ASCII, the Vietnamese alphabet and common marks. So
 * nearly all documents share one subset of a typeface, which is then made once and not for each of them.
 */
const COMMON_CHARACTERS: readonly string[] = [
  ...range(0x20, 0x7e),
  ...'ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĐđĂăĨĩŨũƠơƯư',
  ...range(0x1ea0, 0x1ef9),
  ...'–—‘’“”…•°²½·×§₫',
];

/** Documents with rare characters have subsets of their own, of which the newest are remembered. */
const MAX_SUBSETS = 16;

export interface Glyph {
  /** Glyph number as four hexadecimal digits. */
  readonly hex: string;
  /** In thousandths of the type size. */
  readonly width: number;
}

/** The parts of a composite font (ISO 32000-2 §9.7) without the references between them. */
export interface FontSubset {
  readonly root: PdfDict;
  readonly descendant: PdfDict;
  readonly descriptor: PdfDict;
  /** Compressed streams. */
  readonly fontFile: PdfStream;
  readonly toUnicode: PdfStream;
  readonly cidToGid: PdfStream | undefined;
}

/** A font file, parsed once for the whole process. */
export class TypefaceFile {
  readonly #bytes: Uint8Array;
  readonly #program: EmbeddedFont['program'];
  readonly #glyphs = new Map<string, Glyph | undefined>();
  readonly #subsets = new Map<string, FontSubset>();
  readonly #common: ReadonlySet<string>;

  private constructor(name: TypefaceName) {
    this.#bytes = readFileSync(require.resolve(`@expo-google-fonts/${FILES[name]}`));
    this.#program = PDF.create().embedFont(this.#bytes).program;
    this.#common = new Set(COMMON_CHARACTERS.filter((each) => this.glyphOf(each) !== undefined));
  }

  static readonly #opened = new Map<TypefaceName, TypefaceFile>();

  static open(name: TypefaceName): TypefaceFile {
    const known = TypefaceFile.#opened.get(name);
    if (known !== undefined) return known;
    const file = new TypefaceFile(name);
    TypefaceFile.#opened.set(name, file);
    return file;
  }

  /** The glyph of a character (one code point); undefined when the typeface lacks it. */
  glyphOf(character: string): Glyph | undefined {
    const known = this.#glyphs.get(character);
    if (known !== undefined || this.#glyphs.has(character)) return known;
    const codePoint = character.codePointAt(0)!;
    const program = this.#program;
    let glyph: Glyph | undefined;
    if (program.hasGlyph(codePoint)) {
      const number = program.getGlyphId(codePoint);
      const width = Math.round((program.getAdvanceWidth(number) * 1000) / program.unitsPerEm);
      glyph = { hex: number.toString(16).padStart(4, '0'), width };
    }
    this.#glyphs.set(character, glyph);
    return glyph;
  }

  /** A subset with the common characters and these; a function of the characters alone. */
  subsetWith(characters: ReadonlySet<string>): FontSubset {
    const rare = [...characters].filter((character) => !this.#common.has(character)).sort();
    const key = rare.join('');
    const known = this.#subsets.get(key);
    if (known !== undefined) return known;
    const subset = makeSubset(this.#bytes, [...this.#common, ...rare].join(''));
    if (this.#subsets.size >= MAX_SUBSETS) this.#subsets.delete(this.#subsets.keys().next().value!);
    this.#subsets.set(key, subset);
    return subset;
  }
}

/**
 * Lets LibPDF make a subset in a document of its own. It draws the six-letter subset tag at random; a copy rendered
 * again after a crash must have the same bytes, so the tag becomes a function of the glyphs.
 */
function makeSubset(bytes: Uint8Array, characters: string): FontSubset {
  const pdf = PDF.create();
  const font = pdf.embedFont(bytes);
  font.encodeTextToGids(characters);
  pdf.fonts.finalize(true);
  const resolve = (value: unknown): unknown => (value instanceof PdfRef ? pdf.getObject(value) : value);
  const dictionary = (value: unknown): PdfDict => {
    const resolved = resolve(value);
    if (!(resolved instanceof PdfDict)) throw new Error('a font dictionary is missing');
    return resolved;
  };
  const stream = (value: unknown): PdfStream => {
    const resolved = resolve(value);
    if (!(resolved instanceof PdfStream)) throw new Error('a font stream is missing');
    resolved.setData(deflateSync(resolved.data, { level: 9 }));
    resolved.set('Filter', PdfName.of('FlateDecode'));
    return resolved;
  };
  const root = dictionary(font.ref);
  const descendants = resolve(root.get('DescendantFonts'));
  if (!(descendants instanceof PdfArray)) throw new Error('a composite font has descendants');
  const descendant = dictionary(descendants.at(0));
  const descriptor = dictionary(descendant.get('FontDescriptor'));
  const name = `${subsetTag(font.getUsedGlyphIds())}+${font.program.postScriptName ?? 'Unknown'}`;
  root.set('BaseFont', PdfName.of(name));
  descendant.set('BaseFont', PdfName.of(name));
  descriptor.set('FontName', PdfName.of(name));
  const cidToGid = descendant.get('CIDToGIDMap');
  return {
    root,
    descendant,
    descriptor,
    fontFile: stream(descriptor.get('FontFile2')),
    toUnicode: stream(root.get('ToUnicode')),
    cidToGid: cidToGid instanceof PdfRef ? stream(cidToGid) : undefined,
  };
}

const subsetTag = (glyphIds: readonly number[]): string => {
  const digest = createHash('sha256').update(glyphIds.join(' ')).digest();
  return [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('');
};
