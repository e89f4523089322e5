import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import type { GreyPixels } from './find-code-regions.ts';
import type { Box } from './raster.ts';

export interface QrCode {
  readonly text: string;
  /** In pixels of the picture given. */
  readonly box: Box;
}

/** Of a code that is drawn again: pixels a module, and modules of light around it. */
const DRAWN_MODULE_PX = 3;
const QUIET_MODULES = 4;
const MOST_CODES = 8;

let prepared: Promise<unknown> | undefined;

/** The decoder's own default would fetch its program from a CDN; ours lies beside the package. */
export function prepareDecoder(): Promise<unknown> {
  prepared ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')).then(
    (wasmBinary) =>
      prepareZXingModule({
        overrides: { wasmBinary: Uint8Array.from(wasmBinary).buffer },
        fireImmediately: true,
      }),
  );
  return prepared;
}

/** All codes that the decoder finds by itself; boxes are divided by `scale`. */
export async function decodeQr(grey: GreyPixels, scale: number): Promise<QrCode[]> {
  await prepareDecoder();
  const image = { data: greyToRgba(grey.data), width: grey.width, height: grey.height } as Parameters<
    typeof readBarcodes
  >[0];
  const found = await readBarcodes(image, {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: MOST_CODES,
  });
  return found
    .filter((code) => code.isValid && code.text !== '')
    .map((code) => ({ text: code.text, box: boundingBox(code, scale) }));
}

/** The text of a code of which every module (1 dark) is known. */
export async function textOfModules(modules: Uint8Array): Promise<string | undefined> {
  const size = Math.sqrt(modules.length);
  const width = (size + 2 * QUIET_MODULES) * DRAWN_MODULE_PX;
  const data = new Uint8Array(width * width).fill(255);
  for (let y = 0; y < size * DRAWN_MODULE_PX; y++)
    for (let x = 0; x < size * DRAWN_MODULE_PX; x++) {
      const isDark = modules[Math.floor(y / DRAWN_MODULE_PX) * size + Math.floor(x / DRAWN_MODULE_PX)] === 1;
      if (isDark)
        data[(y + QUIET_MODULES * DRAWN_MODULE_PX) * width + x + QUIET_MODULES * DRAWN_MODULE_PX] = 0;
    }
  const [code] = await decodeQr({ width, height: width, data }, 1);
  return code?.text;
}

function boundingBox(code: ReadResult, scale: number): Box {
  const { topLeft, topRight, bottomLeft, bottomRight } = code.position;
  const corners = [topLeft, topRight, bottomLeft, bottomRight];
  const left = Math.min(...corners.map((corner) => corner.x)) / scale;
  const top = Math.min(...corners.map((corner) => corner.y)) / scale;
  const right = Math.max(...corners.map((corner) => corner.x)) / scale;
  const bottom = Math.max(...corners.map((corner) => corner.y)) / scale;
  return [Math.round(left), Math.round(top), Math.round(right - left), Math.round(bottom - top)];
}

function greyToRgba(grey: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(grey.length * 4).fill(255);
  for (let i = 0, out = 0; i < grey.length; i++, out += 4) {
    rgba[out] = grey[i]!;
    rgba[out + 1] = grey[i]!;
    rgba[out + 2] = grey[i]!;
  }
  return rgba;
}
