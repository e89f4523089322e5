import QRCode from 'qrcode';
import type { Canvas, Colour } from './canvas.ts';

const QUIET_MODULES = 4;
const WHITE: Colour = [1, 1, 1];
const BLACK: Colour = [0, 0, 0];

/** Left, bottom, width and height in modules. */
type Run = readonly [number, number, number, number];

interface QrSymbol {
  readonly content: string;
  /** Modules a side. */
  readonly size: number;
  /** The dark modules, those side by side as one. */
  readonly runs: readonly Run[];
}

/** A symbol at level M, its origin at the lower left corner. */
const makeSymbol = (content: string): QrSymbol => {
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'M' });
  const runs: Run[] = [];
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      const start = column;
      while (column + 1 < modules.size && modules.get(row, column + 1)) column++;
      runs.push([start, modules.size - row - 1, column + 1 - start, 1]);
    }
  }
  return { content, size: modules.size, runs };
};

let last: QrSymbol | undefined;

/**
 * Draws a QR code as one vector path on a white square. `sizePt` is the side of the symbol; the quiet
 * zone of four modules (ISO/IEC 18004) lies around it.
 */
export const drawQr = (canvas: Canvas, content: string, x: number, y: number, sizePt: number): void => {
  // Every page of a copy carries the same symbol, which takes long to make.
  if (last?.content !== content) last = makeSymbol(content);
  const { size, runs } = last;
  const sideModules = size + 2 * QUIET_MODULES;
  canvas.isolate(() => {
    canvas.transform([sizePt / size, 0, 0, sizePt / size, x, y]);
    canvas.fillColour(WHITE);
    canvas.fillRectangle(-QUIET_MODULES, -QUIET_MODULES, sideModules, sideModules);
    canvas.fillColour(BLACK);
    canvas.fillRectangles(runs);
  });
};
