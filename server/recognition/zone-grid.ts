import { type Box, findComponents } from '@saoy/imaging';
import type { GreyImage } from './grey-image.ts';
import type { TextLine } from './page-reading.ts';

const COLUMNS = 30;
const INK = 140;
/** Of letters of the zone, in millimetres. */
const HEIGHT_MM = [1.5, 3.8] as const;
const LEAST_GLYPHS = 18;

/** One line of a machine-readable zone: letters of even pitch. */
export interface ZoneLine {
  /** Left edge of the first column and the width of each, in pixels of the image. */
  readonly left: number;
  readonly pitch: number;
  readonly top: number;
  readonly bottom: number;
  readonly columns: number;
  /** Columns that hold a filler, by its shape. */
  readonly fillers: ReadonlySet<number>;
  readonly fillerBoxes: readonly Box[];
}

interface Glyph {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly isFiller: boolean;
}

/**
 * The last three lines of even pitch in an upright image, and where fillers stand in them. Readers see letters in
 * long runs of fillers; their shape is told more surely. Undefined where there are no three such lines.
 */
export function findZoneLines(image: GreyImage, resolutionDpi: number): ZoneLine[] | undefined {
  const perMm = resolutionDpi / 25.4;
  const mask = Uint8Array.from(image.data, (value) => (value < INK ? 1 : 0));
  const glyphs = findComponents(mask, image.width, image.height)
    .filter(({ top, bottom, left, right }) => {
      const [height, width] = [bottom - top + 1, right - left + 1];
      return height >= HEIGHT_MM[0] * perMm && height <= HEIGHT_MM[1] * perMm && width <= 3.2 * perMm;
    })
    .map(({ left, right, top, bottom }): Glyph => {
      const box = { left, right, top, bottom };
      return { ...box, isFiller: isFiller(mask, image.width, box) };
    });
  const lines = groupByLine(glyphs)
    .filter((line) => line.length >= LEAST_GLYPHS)
    .slice(-3)
    .map(toZoneLine);
  return lines.length === 3 && lines.every(({ columns }) => columns === COLUMNS) ? lines : undefined;
}

function groupByLine(glyphs: readonly Glyph[]): Glyph[][] {
  const lines: Glyph[][] = [];
  for (const glyph of [...glyphs].sort((a, b) => a.left - b.left)) {
    const middle = (glyph.top + glyph.bottom) / 2;
    // The line's newest glyph is nearest, so that a slope does not matter.
    const line = lines.find((candidate) => {
      const last = candidate.at(-1)!;
      return middle > last.top && middle < last.bottom;
    });
    if (line === undefined) lines.push([glyph]);
    else line.push(glyph);
  }
  return lines.sort((a, b) => a[0]!.top - b[0]!.top);
}

function toZoneLine(glyphs: readonly Glyph[]): ZoneLine {
  const middles = glyphs.map(({ left, right }) => (left + right) / 2);
  const gaps = middles.slice(1).map((x, i) => x - middles[i]!);
  const typical = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 1;
  const near = gaps.filter((gap) => Math.abs(gap - typical) < typical * 0.35);
  const rough = near.reduce((sum, gap) => sum + gap, 0) / Math.max(1, near.length);
  const span = middles.at(-1)! - middles[0]!;
  const columns = Math.round(span / rough) + 1;
  const pitch = span / Math.max(1, columns - 1);
  const left = middles[0]! - pitch / 2;
  const fillers = glyphs.filter((glyph) => glyph.isFiller);
  return {
    left,
    pitch,
    top: Math.min(...glyphs.map((glyph) => glyph.top)),
    bottom: Math.max(...glyphs.map((glyph) => glyph.bottom)),
    columns,
    fillers: new Set(fillers.map((glyph) => Math.floor(((glyph.left + glyph.right) / 2 - left) / pitch))),
    fillerBoxes: fillers.map((glyph) => [
      glyph.left,
      glyph.top,
      glyph.right - glyph.left + 1,
      glyph.bottom - glyph.top + 1,
    ]),
  };
}

/** `<`: one stroke at the left, half-way down, two at the right, far apart, with nothing between them. */
function isFiller(
  mask: Uint8Array,
  imageWidth: number,
  { left, right, top, bottom }: Omit<Glyph, 'isFiller'>,
) {
  const [width, height] = [right - left + 1, bottom - top + 1];
  if (width < height * 0.3) return false;
  const reach = (fromColumn: number, toColumn: number): boolean[] => {
    const rows: boolean[] = [];
    for (let y = top; y <= bottom; y++) {
      let isInked = false;
      for (let x = fromColumn; x < toColumn; x++) isInked ||= mask[y * imageWidth + x] === 1;
      rows.push(isInked);
    }
    return rows;
  };
  const quarter = Math.max(1, Math.round(width / 4));
  const atLeft = reach(left, left + quarter);
  const atRight = reach(right + 1 - quarter, right + 1);
  const inkedLeft = (atLeft.lastIndexOf(true) - atLeft.indexOf(true) + 1) / height;
  const middleOfLeft = (atLeft.indexOf(true) + atLeft.lastIndexOf(true)) / 2 / height;
  const gap = atRight
    .slice(Math.floor(height * 0.3), Math.ceil(height * 0.7))
    .filter((inked) => !inked).length;
  const isOpen = gap >= (Math.ceil(height * 0.7) - Math.floor(height * 0.3)) * 0.8;
  const hasEnds =
    atRight.slice(0, Math.ceil(height * 0.35)).includes(true) &&
    atRight.slice(-Math.ceil(height * 0.35)).includes(true);
  return inkedLeft <= 0.58 && middleOfLeft > 0.36 && middleOfLeft < 0.64 && isOpen && hasEnds;
}

/** Thirty characters: what was read, in the columns it was read in, and fillers everywhere else. */
export function layOnGrid(line: ZoneLine, read: readonly TextLine[]): string {
  const columns: string[] = Array.from({ length: COLUMNS }, () => '<');
  const middle = (line.top + line.bottom) / 2;
  for (const word of read.flatMap(({ words }) => words)) {
    const [x, y, width, height] = word.box;
    if (middle < y || middle > y + height) continue;
    const characters = [...word.text.replace(/\s/gu, '')];
    const first = Math.max(0, Math.round((x - line.left) / line.pitch - 0.12));
    const last = Math.min(COLUMNS, Math.round((x + width - line.left) / line.pitch + 0.12));
    const places: number[] = [];
    for (let column = first; column < last; column++) if (!line.fillers.has(column)) places.push(column);
    const letters = characters.length > places.length ? characters.filter((c) => c !== '<') : characters;
    if (letters.length === places.length) {
      for (const [i, column] of places.entries()) columns[column] = letters[i]!;
      continue;
    }
    for (const [i, letter] of letters.entries()) {
      const at = Math.floor((x + ((i + 0.5) * width) / letters.length - line.left) / line.pitch);
      if (at >= 0 && at < COLUMNS && !line.fillers.has(at)) columns[at] = letter;
    }
  }
  return columns.join('');
}
