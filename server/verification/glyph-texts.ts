// Text painted with subset fonts is written as glyph numbers; the fonts' character maps say what they stand for
// (ISO 32000-2 §9.10.3). Which font a string is painted with is not asked: every map is tried on every string.

const MAX_MAPPED = 20_000;
const MAX_STRINGS = 20_000;

const utf16 = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');
const isEven = (hex: string): boolean => hex.length > 0 && hex.length % 4 === 0;

/** The two-byte codes of a ToUnicode map. */
export function readCharacterMap(text: string): Map<number, string> {
  const map = new Map<number, string>();
  for (const [, block] of text.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, code, value] of block!.matchAll(/<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>/g))
      if (isEven(value!) && map.size < MAX_MAPPED) map.set(Number.parseInt(code!, 16), utf16(value!));
  for (const [, block] of text.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, first, last, value] of block!.matchAll(
      /<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]{4})>/g,
    )) {
      const [from, to, base] = [first!, last!, value!].map((hex) => Number.parseInt(hex, 16)) as [
        number,
        number,
        number,
      ];
      for (let code = from; code <= to && map.size < MAX_MAPPED; code++)
        map.set(code, String.fromCharCode(base + code - from));
    }
  return map;
}

/** What the text of a content stream says by each of the maps. */
export function* glyphTexts(content: string, maps: readonly Map<number, string>[]): Iterable<string> {
  const lines: number[][] = [];
  let strings = 0;
  for (const [block] of content.matchAll(/BT\b[\s\S]*?\bET\b/g)) {
    const glyphs: number[] = [];
    for (const [, hex] of block.matchAll(/<([0-9a-fA-F\s]+)>/g)) {
      if (++strings > MAX_STRINGS) break;
      const digits = hex!.replace(/\s+/g, '');
      for (let i = 0; i + 4 <= digits.length; i += 4)
        glyphs.push(Number.parseInt(digits.slice(i, i + 4), 16));
    }
    if (glyphs.length > 0) lines.push(glyphs);
  }
  for (const map of maps)
    yield lines.map((glyphs) => glyphs.map((glyph) => map.get(glyph) ?? '').join('')).join('\n');
}
