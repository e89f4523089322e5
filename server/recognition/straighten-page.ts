import type { Box, Raster, Rotation } from '@saoy/imaging';
import { type Affine, compose, invert, mapBox, moveBy, scaleBy } from './affine.ts';
import { flattenPaper } from './flatten-paper.ts';
import { type GreyImage, toGrey, transform } from './grey-image.ts';
import { softenGreen } from './soften-green.ts';
import { shrinkGrey, softenGrey, warpGrey } from './warp-grey.ts';

/** The engine reads print best at this size; more costs time and accuracy alike. */
export const READING_DPI = 180;
/** Scaling down by more than this, pixels are averaged first. */
const MOST_UNSOFTENED = 0.8;
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
  const { resolutionDpi } = raster;
  const factor = READING_DPI / resolutionDpi;
  return factor < MOST_UNSOFTENED && factor > 0.5
    ? warp(softenGreen(raster, options.sealBoxes), resolutionDpi, READING_DPI, options, true)
    : straighten(toGrey(raster, options.sealBoxes), resolutionDpi, READING_DPI, options);
}

/** A part of the page, cut from the full scan and enlarged: for cards and other small print. */
export async function straightenPart(
  raster: Raster,
  box: Box,
  targetDpi: number,
  options: StraightenOptions,
): Promise<StraightPage> {
  const grey = toGrey(raster, options.sealBoxes, box);
  const straight = await straighten(grey, raster.resolutionDpi, targetDpi, options);
  return { ...straight, toInput: compose(moveBy(box[0], box[1]), straight.toInput) };
}

async function straighten(
  grey: GreyImage,
  fromDpi: number,
  targetDpi: number,
  options: StraightenOptions,
): Promise<StraightPage> {
  if (targetDpi > fromDpi) {
    const enlarged = await enlarge(grey, targetDpi / fromDpi);
    const straight = warp(enlarged, targetDpi, targetDpi, options, false);
    const toGiven = scaleBy(grey.width / enlarged.width, grey.height / enlarged.height);
    return { ...straight, toInput: compose(toGiven, straight.toInput) };
  }
  const side = Math.floor(fromDpi / targetDpi);
  const shrunk = side < 2 ? grey : shrinkGrey(grey, side);
  const isSoftened = (targetDpi * side) / fromDpi < MOST_UNSOFTENED;
  if (isSoftened) softenGrey(shrunk);
  const straight = warp(shrunk, fromDpi / side, targetDpi, options, isSoftened);
  return { ...straight, toInput: compose(scaleBy(side, side), straight.toInput) };
}

const enlarge = (grey: GreyImage, factor: number): Promise<GreyImage> =>
  transform(grey, (image) =>
    image.resize({
      width: Math.round(grey.width * factor),
      height: Math.round(grey.height * factor),
      fit: 'fill',
      kernel: 'cubic',
    }),
  );

/** Turns, straightens and scales (down by less than two) in one step, then lights the page evenly. */
function warp(
  grey: GreyImage,
  fromDpi: number,
  targetDpi: number,
  options: StraightenOptions,
  isSoftened: boolean,
): StraightPage {
  const turn = ((360 - options.rotation) % 360) as Rotation;
  const isQuarter = turn === 90 || turn === 270;
  const factor = targetDpi / fromDpi;
  const wide = Math.max(8, Math.round((isQuarter ? grey.height : grey.width) * factor));
  const high = Math.max(8, Math.round((isQuarter ? grey.width : grey.height) * factor));
  const unscale = scaleBy(
    (isQuarter ? grey.height : grey.width) / wide,
    (isQuarter ? grey.width : grey.height) / high,
  );
  const toTurned = compose(undoTurn(turn, grey.width, grey.height), unscale);
  const isSkewed = Math.abs(options.skewDegrees) >= LEAST_SKEW_DEGREES;
  const { unturn, width, height } = isSkewed
    ? undoSkew(options.skewDegrees, wide, high)
    : { unturn: scaleBy(1, 1), width: wide, height: high };
  const toInput = compose(toTurned, unturn);
  const image = warpGrey(grey, toInput, width, height, isSoftened);
  flattenPaper(image);
  return { image, resolutionDpi: targetDpi, toInput };
}

/** The page lies turned counter-clockwise by the skew, so it is turned clockwise, on a sheet that holds it all. */
function undoSkew(skewDegrees: number, wide: number, high: number) {
  const angle = (skewDegrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const width = Math.round(wide * cosine + high * Math.abs(sine));
  const height = Math.round(wide * Math.abs(sine) + high * cosine);
  // Back: from the straight image's centre, turn counter-clockwise, to the turned image's centre.
  const turn: Affine = [cosine, sine, 0, -sine, cosine, 0];
  const unturn = compose(moveBy(wide / 2, high / 2), compose(turn, moveBy(-width / 2, -height / 2)));
  return { unturn, width, height };
}

/** A box of the input on the straightened page. */
export const toStraightBox = (page: StraightPage, box: Box): Box => mapBox(invert(page.toInput), box);
