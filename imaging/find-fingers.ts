import { findComponents } from './connected-components.ts';
import { type PageSample, SAMPLE_PX_PER_MM, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

const CELL = 6;
const CELLS_PER_MM = SAMPLE_PX_PER_MM / CELL;
/** Of skin, as a share of the paper's. */
const MOST_BRIGHTNESS = 0.88;

/** Skin-coloured shapes the size of a finger or hand that reach in from the edge of the picture. */
export function findFingers(sample: PageSample): Box[] {
  const { pixels, luma, width, height } = sample;
  const wide = Math.floor(width / CELL);
  const high = Math.floor(height / CELL);
  const skin = new Uint8Array(wide * high);
  const paper = paperColour(sample);
  // The sample's brightness is rounded.
  const brightest = paper.luma * MOST_BRIGHTNESS + 2;
  for (let cellY = 0; cellY < high; cellY += 1) {
    for (let cellX = 0; cellX < wide; cellX += 1) {
      let matches = 0;
      for (let i = 0; i < 9; i += 1) {
        const x = cellX * CELL + (i % 3) * 2;
        const y = cellY * CELL + Math.floor(i / 3) * 2;
        const at = y * width + x;
        if (luma[at]! < brightest && isSkin(pixels[at]!, paper)) matches += 1;
        // At most two of the nine may be something else.
        if (matches + 2 <= i) break;
      }
      if (matches >= 7) skin[cellY * wide + cellX] = 1;
    }
  }
  const fingers = findComponents(skin, wide, high).filter((shape) => {
    const across = (shape.right - shape.left + 1) / CELLS_PER_MM;
    const down = (shape.bottom - shape.top + 1) / CELLS_PER_MM;
    const touchesEdge =
      shape.left <= 1 || shape.top <= 1 || shape.right >= wide - 2 || shape.bottom >= high - 2;
    const fill = shape.pixels / ((shape.right - shape.left + 1) * (shape.bottom - shape.top + 1));
    const isSheetWide = across > 150 || down > 150;
    return touchesEdge && !isSheetWide && Math.min(across, down) >= 8 && fill > 0.45;
  });
  return fingers.map((shape) =>
    toInputBox(sample, [
      shape.left * CELL,
      shape.top * CELL,
      (shape.right - shape.left + 1) * CELL,
      (shape.bottom - shape.top + 1) * CELL,
    ]),
  );
}

interface Chroma {
  readonly luma: number;
  readonly red: number;
}

const toChroma = (r: number, g: number, b: number): Chroma => {
  const luma = 0.299 * r + 0.587 * g + 0.114 * b;
  return { luma, red: 0.713 * (r - luma) };
};

/** Median-like colour of the paper: the mean of pixels near the page's paper level. */
function paperColour(sample: PageSample): Chroma {
  let r = 0;
  let g = 0;
  let b = 0;
  let count = 0;
  for (let i = 0; i < sample.luma.length; i += 37) {
    if (Math.abs(sample.luma[i]! - sample.paperLevel) > 10) continue;
    const pixel = sample.pixels[i]!;
    r += pixel & 255;
    g += (pixel >> 8) & 255;
    b += pixel >> 16;
    count += 1;
  }
  return count === 0 ? { luma: 255, red: 0 } : toChroma(r / count, g / count, b / count);
}

/** Skin of any shade is warmer and darker than the paper, yet far less red than seal ink. */
function isSkin(pixel: number, paper: Chroma): boolean {
  const r = pixel & 255;
  const g = (pixel >> 8) & 255;
  const b = pixel >> 16;
  if (r <= g || g <= b * 0.9 || r < 50) return false;
  const { luma, red } = toChroma(r, g, b);
  return luma < paper.luma * MOST_BRIGHTNESS && red > paper.red + 7 && red >= 10 && red <= 42 && r - g < 95;
}
