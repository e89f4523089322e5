import { type Box, checkPage, type Raster, type Rotation } from '@saoy/imaging';
import { compose, invert } from './affine.ts';
import { dropNoise } from './drop-noise.ts';
import { mapLine } from './map-line.ts';
import type { OcrEngine } from './ocr-engine.ts';
import type { TextLine } from './page-reading.ts';
import { removeRules } from './remove-rules.ts';
import { READING_DPI, type StraightPage, straightenPart, toStraightBox } from './straighten-page.ts';

export interface StampsToRead {
  readonly raster: Raster;
  readonly page: StraightPage;
  /** Where red of stamp size stands, in input pixels. */
  readonly boxes: readonly Box[];
  readonly rotation: Rotation;
  /** What was read from the page: red print read well there is no stamp to read again. */
  readonly lines: readonly TextLine[];
  readonly engine: OcrEngine;
}

/** A page bears few stamps; more red than this is ornament. */
const MOST_STAMPS = 3;
const READ_WELL = 0.88;

/** Reads oblong red stamps by their ink alone, each straightened by its own tilt; boxes are the page's. */
export async function readStamps(stamps: StampsToRead): Promise<TextLine[]> {
  const found: TextLine[] = [];
  const unread = stamps.boxes.filter((box) => !isReadWell(toStraightBox(stamps.page, box), stamps.lines));
  for (const box of unread.slice(0, MOST_STAMPS)) {
    const ink = redInkOf(stamps.raster, box);
    const { skewDegrees } = await checkPage(ink);
    const whole: Box = [0, 0, ink.width, ink.height];
    const straight = await straightenPart(ink, whole, READING_DPI, {
      rotation: stamps.rotation,
      skewDegrees,
      sealBoxes: [],
    });
    const { lines } = await stamps.engine.read(
      removeRules(straight.image, READING_DPI),
      READING_DPI,
      'block',
    );
    const [x, y] = paddedBox(stamps.raster, box);
    const toPage = compose(invert(stamps.page.toInput), compose([1, 0, x, 0, 1, y], straight.toInput));
    found.push(...dropNoise(lines, READING_DPI).map((line) => mapLine(line, toPage)));
  }
  return found;
}

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
  const margin = Math.round(raster.resolutionDpi / 8);
  const left = Math.max(0, box[0] - margin);
  const top = Math.max(0, box[1] - margin);
  const right = Math.min(raster.width, box[0] + box[2] + margin);
  const bottom = Math.min(raster.height, box[1] + box[3] + margin);
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
