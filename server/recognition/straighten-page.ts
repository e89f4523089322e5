import type { Box, Raster, Rotation } from '@saoy/imaging';
import { type Affine, compose, invert, mapBox, moveBy, scaleBy } from './affine.ts';
import { flattenPaper } from './flatten-paper.ts';
import { type GreyImage, toGrey, transform } from './grey-image.ts';

/** The engine reads print best at this size; more costs time and accuracy alike. */
export const READING_DPI = 200;
/** Skew under this is invisible to the engine. */
const LEAST_SKEW_DEGREES = 0.12;

export interface StraightPage {
  readonly image: GreyImage;
  readonly resolutionDpi: number;
  /** Maps a point of `image` to input pixels. */
  readonly toInput: Affine;
}

/** Clockwise quarter turns as a map from the turned image back to the image given. */
function undoTurn(turnClockwise: Rotation, width: number, height: number): Affine {
  if (turnClockwise === 90) return [0, 1, 0, -1, 0, height];
  if (turnClockwise === 180) return [-1, 0, width, 0, -1, height];
  if (turnClockwise === 270) return [0, -1, width, 1, 0, 0];
  return [1, 0, 0, 0, 1, 0];
}

export interface StraightenOptions {
  readonly rotation: Rotation;
  readonly skewDegrees: number;
  /** Red inside these input boxes is dropped. */
  readonly sealBoxes: readonly Box[];
}

/** The page in grey, without seal ink, upright, straight, evenly lit, at the engine's resolution. */
export async function straightenPage(raster: Raster, options: StraightenOptions): Promise<StraightPage> {
  const grey = toGrey(raster, options.sealBoxes);
  return straighten(grey, raster.resolutionDpi, READING_DPI, options);
}

/** A part of the page, cut from the full scan and enlarged: for cards and other small print. */
export async function straightenPart(
  raster: Raster,
  box: Box,
  targetDpi: number,
  options: StraightenOptions,
): Promise<StraightPage> {
  const grey = toGrey(raster, options.sealBoxes);
  const part = await transform(grey, (image) =>
    image.extract({ left: box[0], top: box[1], width: box[2], height: box[3] }),
  );
  const straight = await straighten(part, raster.resolutionDpi, targetDpi, options);
  return { ...straight, toInput: compose(moveBy(box[0], box[1]), straight.toInput) };
}

async function straighten(
  grey: GreyImage,
  fromDpi: number,
  targetDpi: number,
  options: StraightenOptions,
): Promise<StraightPage> {
  const turn = ((360 - options.rotation) % 360) as Rotation;
  const isQuarter = turn === 90 || turn === 270;
  const factor = targetDpi / fromDpi;
  const width = Math.max(8, Math.round((isQuarter ? grey.height : grey.width) * factor));
  const height = Math.max(8, Math.round((isQuarter ? grey.width : grey.height) * factor));
  const turned = await transform(grey, (image) =>
    image.rotate(turn).resize({ width, height, fit: 'fill', kernel: factor > 1 ? 'cubic' : 'lanczos3' }),
  );
  const unscale = scaleBy(
    (isQuarter ? grey.height : grey.width) / width,
    (isQuarter ? grey.width : grey.height) / height,
  );
  const toTurned = compose(undoTurn(turn, grey.width, grey.height), unscale);
  const flat = flattenPaper(turned);
  if (Math.abs(options.skewDegrees) < LEAST_SKEW_DEGREES) {
    return { image: flat, resolutionDpi: targetDpi, toInput: toTurned };
  }
  // The page lies turned counter-clockwise by the skew, so it is turned clockwise.
  const image = await transform(flat, (open) => open.rotate(options.skewDegrees, { background: '#fff' }));
  const angle = (options.skewDegrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  // Back: from the straight image's centre, turn counter-clockwise, to the turned image's centre.
  const unturn: Affine = [cosine, sine, 0, -sine, cosine, 0];
  const back = compose(
    moveBy(turned.width / 2, turned.height / 2),
    compose(unturn, moveBy(-image.width / 2, -image.height / 2)),
  );
  return { image, resolutionDpi: targetDpi, toInput: compose(toTurned, back) };
}

/** A box of the input on the straightened page. */
export const toStraightBox = (page: StraightPage, box: Box): Box => mapBox(invert(page.toInput), box);
