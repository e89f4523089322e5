import { type Box, checkPage, findComponents, type Raster, type Rotation } from '@saoy/imaging';
import { compose, invert } from './affine.ts';
import { dropNoise } from './drop-noise.ts';
import type { GreyImage } from './grey-image.ts';
import { mapLine } from './map-line.ts';
import type { ReadingLanguage, TextLine } from './page-reading.ts';
import type { EngineSource } from './read-text.ts';
import { READING_DPI, type StraightPage, straightenPart, toStraightBox } from './straighten-page.ts';

export interface StampsToRead {
  readonly raster: Raster;
  readonly page: StraightPage;
  /** Where red of stamp size stands, in input pixels. */
  readonly boxes: readonly Box[];
  readonly rotation: Rotation;
  /** What was read from the page: red print read well there is no stamp to read again. */
  readonly lines: readonly TextLine[];
  readonly engines: EngineSource;
}

/** A page bears few stamps; more red than this is ornament. */
const MOST_STAMPS = 3;
const READ_WELL = 0.88;
/** Vietnamese words are read surer: what is below may be a stamp in English. */
const DOUBTFUL = 0.8;
/** Faint red may have ended the box before the last word. */
const MARGIN_MM = { ahead: 12, beside: 3.5 } as const;

/** Reads oblong red stamps by their ink alone, each straightened by its own tilt; boxes are the page's. */
export async function readStamps(stamps: StampsToRead): Promise<TextLine[]> {
  const found: TextLine[] = [];
  const unread = stamps.boxes.filter((box) => !isReadWell(toStraightBox(stamps.page, box), stamps.lines));
  for (const box of unread.slice(0, MOST_STAMPS)) {
    const ink = dropBorders(redInkOf(stamps.raster, box), box);
    const { skewDegrees } = await checkPage(ink);
    const whole: Box = [0, 0, ink.width, ink.height];
    const straight = await straightenPart(ink, whole, READING_DPI, {
      rotation: stamps.rotation,
      skewDegrees,
      sealBoxes: [],
    });
    const lines = await readInk(straight.image, stamps.engines);
    const [x, y] = paddedBox(stamps.raster, box);
    const toPage = compose(invert(stamps.page.toInput), compose([1, 0, x, 0, 1, y], straight.toInput));
    found.push(...lines.map((line) => mapLine(line, toPage)));
  }
  return found;
}

async function readInk(image: GreyImage, engines: EngineSource): Promise<TextLine[]> {
  const readIn = async (language: ReadingLanguage): Promise<TextLine[]> =>
    dropNoise((await (await engines(language)).read(image, READING_DPI, 'block')).lines, READING_DPI);
  const vietnamese = await readIn('vie');
  if (vietnamese.length === 0 || confidenceOf(vietnamese) >= DOUBTFUL) return vietnamese;
  const english = await readIn('eng');
  return confidenceOf(english) > confidenceOf(vietnamese) ? english : vietnamese;
}

const confidenceOf = (lines: readonly TextLine[]): number =>
  lines.reduce((sum, line) => sum + line.confidence, 0) / Math.max(1, lines.length);

function isReadWell(box: Box, lines: readonly TextLine[]): boolean {
  const [left, top, width, height] = box;
  return lines.some((line) => {
    const [x, y, w, h] = line.box;
    const overlapsAcross = Math.min(left + width, x + w) - Math.max(left, x) > w * 0.7;
    const overlapsDown = Math.min(top + height, y + h) - Math.max(top, y) > h * 0.7;
    return overlapsAcross && overlapsDown && line.confidence > READ_WELL && w > width * 0.5;
  });
}

function paddedBox(raster: Raster, box: Box): Box {
  const perMm = raster.resolutionDpi / 25.4;
  const isUpright = box[3] > box[2];
  const across = Math.round((isUpright ? MARGIN_MM.beside : MARGIN_MM.ahead) * perMm);
  const down = Math.round((isUpright ? MARGIN_MM.ahead : MARGIN_MM.beside) * perMm);
  const left = Math.max(0, box[0] - across);
  const top = Math.max(0, box[1] - down);
  const right = Math.min(raster.width, box[0] + box[2] + across);
  const bottom = Math.min(raster.height, box[1] + box[3] + down);
  return [left, top, right - left, bottom - top];
}

/** Only the red ink around a box, as black on white: print and signatures under the stamp vanish. */
function redInkOf(raster: Raster, box: Box): Raster {
  const [left, top, width, height] = paddedBox(raster, box);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = ((top + y) * raster.width + left + x) * 3;
      const excess = raster.data[from]! - Math.max(raster.data[from + 1]!, raster.data[from + 2]!);
      data.fill(
        Math.max(0, 255 - Math.max(0, excess - 12) * 3),
        (y * width + x) * 3,
        (y * width + x) * 3 + 3,
      );
    }
  }
  return { width, height, channels: 3, data, resolutionDpi: raster.resolutionDpi };
}

/** Ink of this brightness belongs to a stroke. */
const STROKE = 190;

/**
 * Takes away the stamp's own border and what runs out of the picture, a frame of the page: neither is text. Underlines
 * stay: stamps have none, and the bars of large capitals are as long.
 */
function dropBorders(ink: Raster, box: Box): Raster {
  const { width, height } = ink;
  const strokes = new Uint8Array(width * height);
  for (let i = 0; i < strokes.length; i += 1) if (ink.data[i * 3]! < STROKE) strokes[i] = 1;
  const data = Uint8Array.from(ink.data);
  for (const part of findComponents(strokes, width, height)) {
    const isAtRim = part.left <= 1 || part.top <= 1 || part.right >= width - 2 || part.bottom >= height - 2;
    const isBorder = part.right - part.left > box[2] * 0.65 && part.bottom - part.top > box[3] * 0.55;
    if (!isAtRim && !isBorder) continue;
    for (const at of part.indexes) {
      const row = Math.floor(at / width);
      const column = at - row * width;
      // With the grey rim of the stroke.
      for (let y = Math.max(0, row - 2); y <= Math.min(height - 1, row + 2); y += 1) {
        const from = y * width + Math.max(0, column - 2);
        data.fill(255, from * 3, (y * width + Math.min(width, column + 3)) * 3);
      }
    }
  }
  return { ...ink, data };
}
