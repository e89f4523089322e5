import sharp, { type Sharp } from 'sharp';
import { decodeImage } from './decode-image.ts';
import { decodeQr, type QrCode, textOfModules } from './decode-qr.ts';
import { openRaster } from './encode-jpeg.ts';
import { findCodeRegions, type GreyPixels } from './find-code-regions.ts';
import type { GridMemory } from './qr-grid/grid-memory.ts';
import { boxOfGrid } from './qr-grid/guess-grids.ts';
import { lookForGrid } from './qr-grid/look-for-grid.ts';
import type { Box, Raster } from './raster.ts';

/** Enlarging more than this costs seconds and helps nobody: a page scanner resolves the code already. */
const MOST_ENLARGED_PIXELS = 4_000_000;
/** Regions up to these sides are enlarged threefold and twofold. */
const SMALL_SIDE = 300;
const MIDDLE_SIDE = 450;
const REGIONS = 2;

type Step = (look: Look, memory?: GridMemory) => Promise<QrCode[]>;

/** One picture on its way down the ladder; what several steps need is made once. */
interface Look {
  readonly grey: GreyPixels;
  /** Where codes may stand, likeliest first. */
  boxes(): readonly Box[];
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
    const codes = await decodeQr(await filter(region.image), region.factor);
    return codes.map(({ text, box: [x, y, w, h] }) => ({
      text,
      box: [x + region.left, y + region.top, w, h],
    }));
  };

const onWhole =
  (scale: number): Step =>
  async ({ grey }) => {
    if (grey.width * grey.height * scale ** 2 > MOST_ENLARGED_PIXELS) return [];
    const enlarged = open(grey).resize({ width: grey.width * scale, kernel: 'cubic' });
    return decodeQr(await toGrey(enlarged), scale);
  };

/** Above this the whole picture is a scan, and only what looks like a code in it is looked at closely. */
const MOST_PIXELS_AT_ONCE = 2_500_000;

const byGrid: Step = async (look, memory) => {
  const { grey } = look;
  if (grey.width * grey.height <= MOST_PIXELS_AT_ONCE) return readGrid(grey, [0, 0], memory);
  for (const box of look.boxes()) {
    const codes = await readGrid(cut(grey, box), [box[0], box[1]]);
    if (codes.length > 0) return codes;
  }
  return [];
};

async function readGrid(
  grey: GreyPixels,
  [left, top]: readonly [number, number],
  memory?: GridMemory,
): Promise<QrCode[]> {
  const sighting = lookForGrid(grey);
  if (sighting === undefined) {
    memory?.miss();
    return [];
  }
  const modules = sighting.modules ?? memory?.add(sighting);
  const text = modules === undefined ? undefined : await textOfModules(modules);
  if (text === undefined) return [];
  const [x, y, width, height] = boxOfGrid(sighting.grid, grey);
  return [{ text, box: [left + x, top + y, width, height] }];
}

/**
 * What costs little and helps much comes first. The grid reads what is blurred, tilted, noisy or partly hidden; larger
 * pictures of it help codes that are very small.
 */
const ladder: readonly Step[] = [
  ({ grey }) => decodeQr(grey, 1),
  byGrid,
  atRegion(0, async (image) => image),
  atRegion(0, (image) => unsharpen(image, 7, 6)),
  atRegion(1, async (image) => image),
  onWhole(2),
];

/** Steps worth taking on a frame of a video: the next frame is a better chance than what comes after them. */
export const FRAME_ATTEMPTS = 3;

/**
 * All QR codes of a picture (pixels or the bytes of an image file), retrying with filters and enlargement
 * until something is found, or at most `attempts` times. No code, or no image, gives an empty list.
 *
 * @param memory Of the frames before, if this is one of a video.
 */
export async function readQrCodes(
  input: Raster | Uint8Array,
  attempts: number = ladder.length,
  memory?: GridMemory,
): Promise<QrCode[]> {
  const raster = input instanceof Uint8Array ? await decodeOrUndefined(input) : input;
  if (raster === undefined) return [];
  const look = await beginLook(raster);
  for (const step of ladder.slice(0, attempts)) {
    const codes = await step(look, memory);
    if (codes.length > 0) return codes;
  }
  return [];
}

async function beginLook(raster: Raster): Promise<Look> {
  const grey = await toGrey(openRaster(raster).greyscale());
  let boxes: Box[] | undefined;
  const regions = new Map<number, Promise<Region>>();
  const findBoxes = (): readonly Box[] => {
    boxes ??= findCodeRegions(grey, REGIONS);
    return boxes;
  };
  const region = async (index: number): Promise<Region | undefined> => {
    const box = findBoxes()[index];
    if (box === undefined) return undefined;
    const cut = regions.get(index) ?? cutRegion(grey, box);
    regions.set(index, cut);
    return cut;
  };
  return { grey, boxes: findBoxes, region };
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

function cut({ width, data }: GreyPixels, [left, top, across, down]: Box): GreyPixels {
  const part = new Uint8Array(across * down);
  for (let y = 0; y < down; y++) {
    const from = (top + y) * width + left;
    part.set(data.subarray(from, from + across), y * across);
  }
  return { width: across, height: down, data: part };
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

/** Undoes blur: strengthens what differs from the surroundings. */
async function unsharpen(image: GreyPixels, sigma: number, strength: number): Promise<GreyPixels> {
  const around = await toGrey(open(image).blur(sigma));
  const data = new Uint8ClampedArray(image.data.length);
  for (let i = 0; i < data.length; i++) {
    const here = image.data[i]!;
    data[i] = here + strength * (here - around.data[i]!);
  }
  return { ...image, data: new Uint8Array(data.buffer) };
}

async function decodeOrUndefined(bytes: Uint8Array): Promise<Raster | undefined> {
  const decoded = await decodeImage(bytes);
  return decoded.ok ? decoded.value : undefined;
}
