import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Sharp } from 'sharp';
import { prepareZXingModule, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import { decodeImage } from './decode-image.ts';
import { openRaster } from './encode-jpeg.ts';
import type { Box, Raster } from './raster.ts';

export interface QrCode {
  readonly text: string;
  /** In pixels of the picture given. */
  readonly box: Box;
}

/** Enlarging more than this costs seconds and helps nobody: a page scanner resolves the code already. */
const MOST_ENLARGED_PIXELS = 4_000_000;

let prepared: Promise<unknown> | undefined;

/** The decoder's own default would fetch its program from a CDN; ours lies beside the package. */
function prepareDecoder(): Promise<unknown> {
  prepared ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')).then(
    (wasmBinary) =>
      prepareZXingModule({
        overrides: { wasmBinary: Uint8Array.from(wasmBinary).buffer },
        fireImmediately: true,
      }),
  );
  return prepared;
}

type Attempt = { readonly scale: number; readonly apply: (image: Sharp) => Sharp };

/** What helps against noise, moiré and small codes, cheapest first. */
const ladder: readonly Attempt[] = [
  { scale: 1, apply: (image) => image },
  { scale: 1, apply: (image) => image.median(3) },
  { scale: 1, apply: (image) => image.blur(1) },
  { scale: 2, apply: (image) => image },
  { scale: 2, apply: (image) => image.median(3) },
  { scale: 2, apply: (image) => image.normalise().sharpen({ sigma: 1.5 }) },
];

/**
 * All QR codes of a picture (pixels or the bytes of an image file), retrying with filters and enlargement
 * until something is found, or at most `attempts` times. No code, or no image, gives an empty list.
 */
export async function readQrCodes(
  input: Raster | Uint8Array,
  attempts: number = ladder.length,
): Promise<QrCode[]> {
  await prepareDecoder();
  const raster = input instanceof Uint8Array ? await decodeOrUndefined(input) : input;
  if (raster === undefined) return [];
  for (const attempt of ladder.slice(0, attempts)) {
    const enlarged = raster.width * raster.height * attempt.scale ** 2;
    if (attempt.scale > 1 && enlarged > MOST_ENLARGED_PIXELS) continue;
    const { data, info } = await attempt
      .apply(
        openRaster(raster)
          .greyscale()
          .resize({ width: raster.width * attempt.scale, kernel: 'cubic' }),
      )
      .raw()
      .toBuffer({ resolveWithObject: true });
    const image = {
      data: greyToRgba(data, info.channels),
      width: info.width,
      height: info.height,
    } as Parameters<typeof readBarcodes>[0];
    const found = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 8 });
    const codes = found.filter((code) => code.isValid && code.text !== '');
    if (codes.length > 0) {
      return codes.map((code) => ({ text: code.text, box: boundingBox(code, attempt.scale) }));
    }
  }
  return [];
}

async function decodeOrUndefined(bytes: Uint8Array): Promise<Raster | undefined> {
  const decoded = await decodeImage(bytes);
  return decoded.ok ? decoded.value : undefined;
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

function greyToRgba(grey: Uint8Array, channels: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray((grey.length / channels) * 4).fill(255);
  for (let i = 0, out = 0; i < grey.length; i += channels, out += 4) {
    rgba[out] = grey[i]!;
    rgba[out + 1] = grey[i]!;
    rgba[out + 2] = grey[i]!;
  }
  return rgba;
}
