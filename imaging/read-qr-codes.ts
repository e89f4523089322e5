import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp, { type Sharp } from 'sharp';
import { prepareZXingModule, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import { decodeImage } from './decode-image.ts';
import { openRaster } from './encode-jpeg.ts';
import { findCodeRegions, type GreyPixels } from './find-code-regions.ts';
import type { Box, Raster } from './raster.ts';

export interface QrCode {
  readonly text: string;
  /** In pixels of the picture given. */
  readonly box: Box;
}

/** Enlarging more than this costs seconds and helps nobody: a page scanner resolves the code already. */
const MOST_ENLARGED_PIXELS = 4_000_000;
/** Regions up to these sides are enlarged threefold and twofold. */
const SMALL_SIDE = 300;
const MIDDLE_SIDE = 450;
const REGIONS = 2;

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

type Step = (look: Look) => Promise<QrCode[]>;

/** One picture on its way down the ladder; what several steps need is made once. */
interface Look {
  readonly grey: GreyPixels;
  region(index: number): Promise<Region | undefined>;
}

interface Region {
  /** Enlarged. */
  readonly image: GreyPixels;
  readonly factor: number;
  readonly left: number;
  readonly top: number;
}

const atRegion =
  (index: number, filter: (image: GreyPixels) => Promise<GreyPixels>): Step =>
  async (look) => {
    const region = await look.region(index);
    if (region === undefined) return [];
    const codes = await decode(await filter(region.image), region.factor);
    return codes.map(({ text, box: [x, y, w, h] }) => ({
      text,
      box: [x + region.left, y + region.top, w, h],
    }));
  };

const onWhole =
  (scale: number, filter: (image: Sharp) => Sharp): Step =>
  async ({ grey }) => {
    if (scale > 1 && grey.width * grey.height * scale ** 2 > MOST_ENLARGED_PIXELS) return [];
    const enlarged =
      scale === 1 ? open(grey) : open(grey).resize({ width: grey.width * scale, kernel: 'cubic' });
    return decode(await toGrey(filter(enlarged)), scale);
  };

/** What helps against small codes, blur, noise and moiré; what costs little and helps much comes first. */
const ladder: readonly Step[] = [
  ({ grey }) => decode(grey, 1),
  atRegion(0, async (image) => image),
  atRegion(0, (image) => unsharpen(image, 0, 7, 6)),
  atRegion(0, (image) => unsharpen(image, 1.8, 6, 4)),
  atRegion(0, (image) => blur(image, 2.4)),
  atRegion(1, async (image) => image),
  atRegion(1, (image) => unsharpen(image, 0, 7, 6)),
  onWhole(1, (image) => image.median(3)),
  onWhole(1, (image) => image.blur(1)),
  onWhole(2, (image) => image),
  onWhole(2, (image) => image.median(3)),
  onWhole(2, (image) => image.normalise().sharpen({ sigma: 1.5 })),
];

/** Steps worth taking on a frame of a video: the next frame is a better chance than what comes after them. */
export const FRAME_ATTEMPTS = 7;

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
  const look = await beginLook(raster);
  for (const step of ladder.slice(0, attempts)) {
    const codes = await step(look);
    if (codes.length > 0) return codes;
  }
  return [];
}

async function beginLook(raster: Raster): Promise<Look> {
  const grey = await toGrey(openRaster(raster).greyscale());
  let boxes: Box[] | undefined;
  const regions = new Map<number, Promise<Region>>();
  const region = async (index: number): Promise<Region | undefined> => {
    boxes ??= findCodeRegions(grey, REGIONS);
    const box = boxes[index];
    if (box === undefined) return undefined;
    const cut = regions.get(index) ?? cutRegion(grey, box);
    regions.set(index, cut);
    return cut;
  };
  return { grey, region };
}

async function cutRegion(grey: GreyPixels, [left, top, width, height]: Box): Promise<Region> {
  const side = Math.max(width, height);
  const factor = side <= SMALL_SIDE ? 3 : side <= MIDDLE_SIDE ? 2 : 1;
  const image = await toGrey(
    open(grey)
      .extract({ left, top, width, height })
      .resize({ width: width * factor, height: height * factor, fit: 'fill', kernel: 'cubic' })
      .normalise(),
  );
  return { image, factor, left, top };
}

const open = ({ data, width, height }: GreyPixels): Sharp =>
  sharp(data, { raw: { width, height, channels: 1 }, limitInputPixels: false });

async function toGrey(image: Sharp): Promise<GreyPixels> {
  const { data, info } = await image.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 1) return { width, height, data };
  const single = new Uint8Array(width * height);
  for (let i = 0; i < single.length; i++) single[i] = data[i * channels]!;
  return { width, height, data: single };
}

const blur = (image: GreyPixels, sigma: number): Promise<GreyPixels> => toGrey(open(image).blur(sigma));

/** Undoes blur: strengthens what differs from the surroundings, after taking grain off. */
async function unsharpen(
  image: GreyPixels,
  grainSigma: number,
  sigma: number,
  strength: number,
): Promise<GreyPixels> {
  const smooth = grainSigma === 0 ? image : await blur(image, grainSigma);
  const around = await blur(smooth, sigma);
  const data = new Uint8ClampedArray(smooth.data.length);
  for (let i = 0; i < data.length; i++) {
    const here = smooth.data[i]!;
    data[i] = here + strength * (here - around.data[i]!);
  }
  return { ...image, data: new Uint8Array(data.buffer) };
}

async function decode(grey: GreyPixels, scale: number): Promise<QrCode[]> {
  const image = { data: greyToRgba(grey.data), width: grey.width, height: grey.height } as Parameters<
    typeof readBarcodes
  >[0];
  const found = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 8 });
  return found
    .filter((code) => code.isValid && code.text !== '')
    .map((code) => ({ text: code.text, box: boundingBox(code, scale) }));
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

function greyToRgba(grey: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(grey.length * 4).fill(255);
  for (let i = 0, out = 0; i < grey.length; i++, out += 4) {
    rgba[out] = grey[i]!;
    rgba[out + 1] = grey[i]!;
    rgba[out + 2] = grey[i]!;
  }
  return rgba;
}
