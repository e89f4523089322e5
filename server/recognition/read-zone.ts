import type { Box } from '@saoy/imaging';
import { type GreyImage, transform } from './grey-image.ts';
import type { OcrEngine } from './ocr-engine.ts';
import { type TextLine, unionBox } from './page-reading.ts';
import type { StraightPage } from './straighten-page.ts';
import { findZoneLines, layOnGrid, type ZoneLine } from './zone-grid.ts';

/** What the engine makes of a machine-readable zone among ordinary print. */
const SIGN_OF_ZONE = /<\s*<|[VY]NM\s*\d{6}|\d{7}\s*[MF<]\s*\d{7}/u;
/** ICAO 9303-5 §4: the zone takes the lowest 23.2 mm of the card; what was read tells where its lines begin. */
const LARGEST_SHARE = 0.47;
/** Above the highest line of it that was noticed there may be one or two more. */
const LINES_ABOVE = 2.6;
/** The engine reads these letters best at this size; they are twice as high as those of a page. */
const ZONE_DPI = 225;

export interface CardZone {
  /** The lines as read, before anything is corrected. */
  readonly text: string;
  /** In pixels of the card's image. */
  readonly box: Box;
}

/** Characters of a zone stand a tenth of an inch apart (ICAO 9303-3 §4.2), its lines below each other. */
const PITCH_MM = [2.2, 2.9] as const;
const MOST_INDENT_PITCHES = 1;
/** Every zone has more; print has none. */
const LEAST_FILLERS = 5;

/**
 * Reads the machine-readable zone of an upright card: where the ordinary reading noticed one, or, if it did not, where
 * three lines have the shape of one. Undefined where there is none.
 * The engine must be that of English: it knows the letters of zones, others do not.
 */
export async function readZone(
  card: StraightPage,
  lines: readonly TextLine[],
  startEngine: () => Promise<OcrEngine>,
): Promise<CardZone | undefined> {
  const noticed = lines.filter((line) => SIGN_OF_ZONE.test(line.text));
  const { width, height } = card.image;
  const top = Math.round(Math.max(height * (1 - LARGEST_SHARE), topOf(noticed)));
  if (top >= height - 8) return undefined;
  const factor = ZONE_DPI / card.resolutionDpi;
  const band: GreyImage = await transform(card.image, (image) =>
    image
      .extract({ left: 0, top, width, height: height - top })
      .resize({ width: Math.round(width * factor), kernel: 'lanczos3' }),
  );
  const grid = findZoneLines(band, ZONE_DPI);
  if (noticed.length === 0 && (grid === undefined || !hasShapeOfZone(grid))) return undefined;
  const engine = await startEngine();
  const letters = grid === undefined ? band : withoutFillers(band, grid);
  const read = (await engine.read(letters, ZONE_DPI, 'zone')).lines.filter(({ text }) => text.length >= 3);
  if (read.length === 0) return undefined;
  const [x, y, across, down] = unionBox(read.map(({ box }) => box));
  return {
    text: (grid === undefined
      ? read.map((line) => line.text.replace(/\s/gu, ''))
      : grid.map((line) => layOnGrid(line, read))
    ).join('\n'),
    box: [
      Math.round(x / factor),
      Math.round(y / factor) + top,
      Math.round(across / factor),
      Math.round(down / factor),
    ],
  };
}

/** Above the lines that were noticed there may be more; 0 where none was. */
function topOf(noticed: readonly TextLine[]): number {
  const [first] = noticed;
  if (first === undefined) return 0;
  const upmost = Math.min(...noticed.map(({ box }) => box[1]));
  return upmost - LINES_ABOVE * 2 * first.box[3];
}

function hasShapeOfZone(grid: readonly ZoneLine[]): boolean {
  const perMm = ZONE_DPI / 25.4;
  const [first] = grid;
  const isEven = grid.every(
    ({ pitch, left }) =>
      pitch >= PITCH_MM[0] * perMm &&
      pitch <= PITCH_MM[1] * perMm &&
      Math.abs(left - first!.left) <= MOST_INDENT_PITCHES * pitch,
  );
  return isEven && grid.reduce((sum, { fillers }) => sum + fillers.size, 0) >= LEAST_FILLERS;
}

/** Runs of fillers confuse the engine: only what is a letter or a digit stays. */
function withoutFillers(band: GreyImage, grid: readonly ZoneLine[]): GreyImage {
  const data = Uint8Array.from(band.data);
  // Nothing above the zone is of interest.
  data.fill(255, 0, Math.max(0, grid[0]!.top - 4) * band.width);
  for (const [x, y, width, height] of grid.flatMap(({ fillerBoxes }) => fillerBoxes))
    for (let row = Math.max(0, y - 1); row <= Math.min(band.height - 1, y + height); row++)
      data.fill(255, row * band.width + Math.max(0, x - 1), row * band.width + x + width + 1);
  return { ...band, data };
}
