import QRCode from 'qrcode';
import type { Canvas, Colour } from './canvas.ts';

const QUIET_MODULES = 4;
const WHITE: Colour = [1, 1, 1];
const BLACK: Colour = [0, 0, 0];

let last: { readonly content: string; readonly modules: QRCode.BitMatrix } | undefined;

/** The modules of a symbol at level M. Every page of a copy carries the same one, so the last is remembered. */
const modulesOf = (content: string): QRCode.BitMatrix => {
  if (last?.content !== content)
    last = { content, modules: QRCode.create(content, { errorCorrectionLevel: 'M' }).modules };
  return last.modules;
};

/**
 * Draws a QR code as one vector path on a white square. `sizePt` is the side of the symbol; the quiet
 * zone of four modules (ISO/IEC 18004) lies around it.
 */
export const drawQr = (canvas: Canvas, content: string, x: number, y: number, sizePt: number): void => {
  const modules = modulesOf(content);
  const modulePt = sizePt / modules.size;
  const quietPt = QUIET_MODULES * modulePt;
  const runs: [number, number, number, number][] = [];
  for (let row = 0; row < modules.size; row++) {
    const rowY = y + sizePt - (row + 1) * modulePt;
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      const start = column;
      while (column + 1 < modules.size && modules.get(row, column + 1)) column++;
      runs.push([x + start * modulePt, rowY, (column + 1 - start) * modulePt, modulePt]);
    }
  }
  canvas.isolate(() => {
    canvas.fillColour(WHITE);
    canvas.fillRectangle(x - quietPt, y - quietPt, sizePt + 2 * quietPt, sizePt + 2 * quietPt);
    canvas.fillColour(BLACK);
    canvas.fillRectangles(runs);
  });
};
