import { err, ok, type Result } from '@saoy/contracts/result';
import {
  type Box,
  decodeImage,
  examinePage,
  type PageCheck,
  type PageTraits,
  type Raster,
  type Rotation,
} from '@saoy/imaging';
import { cutOutSheet } from './cut-out-sheet.ts';
import { markPenInk } from './mark-pen-ink.ts';
import { onPicture } from './on-picture.ts';
import type { PageReading } from './page-reading.ts';
import { readStamps } from './read-stamps.ts';
import { type EngineSource, type PageText, readCardCodes, readText } from './read-text.ts';
import { straightenPage } from './straighten-page.ts';

/** A3 at 600 dots per inch; more would take memory that belongs to other pages. */
const MOST_PIXELS = 75_000_000;
/** With a fainter sign of which way is up, only text that can be read proves it. */
const SURE_ROTATION = 0.35;
/** A page read the wrong way up stays far below. */
const READ_UPRIGHT = 0.68;
const SMEARED = new Set(['blur', 'motion']);

/**
 * Reads one scanned page: image bytes in, text with boxes, page problems and traits out. Errors are those of
 * decoding (`image.*`); a failing engine throws.
 */
export async function readPage(bytes: Uint8Array, engines: EngineSource): Promise<Result<PageReading>> {
  const decoded = await decodeImage(bytes, { maxPixels: MOST_PIXELS, acceptDeep: true });
  if (!decoded.ok) return err(decoded.error);
  const picture = decoded.value;
  const sheet = cutOutSheet(picture);
  const reading = await readSheet(sheet?.raster ?? picture, engines);
  return ok(sheet === undefined ? reading : onPicture(reading, picture, sheet.toPicture));
}

async function readSheet(raster: Raster, engines: EngineSource): Promise<PageReading> {
  const { check, traits, redOblongs } = await examinePage(raster);
  const isBlank = check.problems.some((problem) => problem.code === 'blank');
  let text: PageText | undefined;
  for (const rotation of isBlank ? [] : rotationsToTry(check)) {
    const attitude = { rotation, skewDegrees: check.skewDegrees };
    const attempt = await readText(raster, attitude, traits, engines);
    if (text === undefined || attempt.confidence > text.confidence) text = attempt;
    if (text.confidence >= READ_UPRIGHT) break;
  }
  const rotation = text?.rotation ?? 0;
  const page =
    text?.page ??
    (await straightenPage(raster, { rotation, skewDegrees: 0, sealBoxes: traits.redSealBoxes }));
  const lines = markPenInk(text?.lines ?? [], page.toInput, raster);
  const stamps =
    text === undefined ? [] : await readStamps({ raster, page, boxes: redOblongs, rotation, lines, engines });
  const codes = text?.cardBox === undefined ? [] : await readCardCodes(raster, text.cardBox);
  return {
    width: raster.width,
    height: raster.height,
    resolutionDpi: raster.resolutionDpi,
    rotation,
    skewDegrees: check.skewDegrees,
    problems: problemsAt(rotation, check, [0, 0, raster.width, raster.height]),
    traits: text?.cardBox === undefined ? traits : withoutErasures(traits),
    upright: {
      width: page.image.width,
      height: page.image.height,
      resolutionDpi: page.resolutionDpi,
      toInput: page.toInput,
    },
    language: text?.language ?? 'vie',
    lines,
    stamps,
    codes,
    ...(text?.zone === undefined ? {} : { zone: text.zone }),
    text: lines.map((line) => line.text).join('\n'),
    confidence: text?.confidence ?? 0,
  };
}

/** What the check found, and where it was in doubt the other ways the page may lie, likeliest first. */
function rotationsToTry(check: PageCheck): Rotation[] {
  const isSmeared = check.problems.some(({ code }) => SMEARED.has(code));
  if (check.rotationConfidence >= SURE_ROTATION || isSmeared) return [check.rotation];
  const turned = ((check.likelyRotation + 180) % 360) as Rotation;
  return [...new Set([check.rotation, check.likelyRotation, turned])];
}

/** The reading knows better than the check which way is up. */
function problemsAt(rotation: Rotation, check: PageCheck, box: Box): PageReading['problems'] {
  const others = check.problems.filter(({ code }) => code !== 'upside-down');
  return rotation === 0 ? others : [{ code: 'upside-down', box }, ...others];
}

/** On a card, guilloche differs from the empty sheet around it, and dark hair stands beside text: no sign of anything. */
const withoutErasures = (traits: PageTraits): PageTraits => ({
  ...traits,
  erasure: false,
  erasureBoxes: [],
  stained: false,
  stainBoxes: [],
});
