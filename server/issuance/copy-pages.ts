// A reading places its lines on the page turned upright and straight; the copy shows the page as scanned, only turned by
// quarters. So every box goes back to the scan and is then turned with it.
import type { Box } from '@saoy/imaging';
import { type PageReading, toInputBox } from '../recognition/page-reading.ts';
import type { PageRow } from '../storage/schema.ts';
import type { PageImage, RecognisedLine } from './rendering/copy-input.ts';

type Quarter = 0 | 90 | 180 | 270;

/** Turns a box clockwise with its page of `width` × `height` pixels. */
function turnBox([x, y, w, h]: Box, width: number, height: number, by: Quarter): Box {
  switch (by) {
    case 0:
      return [x, y, w, h];
    case 90:
      return [height - y - h, x, h, w];
    case 180:
      return [width - x - w, height - y - h, w, h];
    case 270:
      return [y, width - x - w, h, w];
  }
}

const quarter = (degrees: number): Quarter => (((degrees % 360) + 360) % 360) as Quarter;

/** Clockwise degrees that make the stored image upright: what EXIF says, then what the reader found. */
export const uprightRotation = (page: PageRow, reading: PageReading | null): Quarter =>
  quarter(page.orientation - (reading?.rotation ?? 0));

/** One page of the original as the copy shows it. */
export function copyPage(page: PageRow, jpeg: Uint8Array, reading: PageReading | null): PageImage {
  return {
    jpeg,
    widthPx: page.widthPx,
    heightPx: page.heightPx,
    resolutionDpi: page.resolutionDpi,
    rotation: uprightRotation(page, reading),
    lines: reading === null ? [] : reading.lines.map((line) => recognisedLine(reading, line)),
  };
}

/** A tilted line keeps its own height in the middle of its bounding box, or lines would run into one another. */
function recognisedLine(reading: PageReading, line: PageReading['lines'][number]): RecognisedLine {
  const [x, y, width, height] = turnBox(
    toInputBox(reading, line.box),
    reading.width,
    reading.height,
    quarter(-reading.rotation),
  );
  const [a, b, , d, e] = reading.upright.toInput;
  const ownHeight = Math.min(height, line.box[3] * Math.sqrt(Math.abs(a * e - b * d)));
  return {
    text: line.text,
    box: [x, y + (height - ownHeight) / 2, width, ownHeight],
    confidence: line.confidence,
  };
}
