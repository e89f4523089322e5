import sharp from 'sharp';
import { preparePage } from './prepare-page.ts';

const [widthPx, heightPx] = [2480, 3508];

/**
 * Works through a drawn page, so that the libraries are loaded and the code compiled before a citizen waits: the
 * first page of a thread otherwise takes several times as long.
 */
export async function rehearsePage(): Promise<void> {
  const image = await sharp(drawPage(), { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 80 })
    .toBuffer();
  await preparePage('rehearsal', image, 300);
}

/** Rows of strokes on paper: enough print that every check has something to do. */
function drawPage(): Uint8Array {
  const pixels = new Uint8Array(widthPx * heightPx * 3).fill(250);
  for (let y = 300; y < heightPx - 300; y += 90) {
    for (let x = 250; x < widthPx - 250; x += 26) {
      for (let dy = 0; dy < 30; dy += 1) {
        pixels.fill(30, ((y + dy) * widthPx + x) * 3, ((y + dy) * widthPx + x + 6) * 3);
      }
    }
  }
  return pixels;
}
