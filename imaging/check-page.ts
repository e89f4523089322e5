import { findCutOff } from './find-cut-off.ts';
import { findErasures } from './find-erasures.ts';
import { findFingers } from './find-fingers.ts';
import { findGlare, type Glare, STREAK_ELONGATION } from './find-glare.ts';
import { findOverwriting } from './find-overwriting.ts';
import { findRedOblongs, findRedPatches, findRedSeals, type RedPatch } from './find-red-seals.ts';
import { findSignatures } from './find-signatures.ts';
import { findStains } from './find-stains.ts';
import { findTorn } from './find-torn.ts';
import { measureAttitude, type Rotation } from './measure-attitude.ts';
import { measureCoarsePixels } from './measure-coarse-pixels.ts';
import { isColoured, measurePaperTint } from './measure-colour.ts';
import { measureEnlargement } from './measure-enlargement.ts';
import { measureSharpness, type Sharpness } from './measure-sharpness.ts';
import { type PageSample, samplePage, wholePage } from './page-sample.ts';
import type { Box, Raster } from './raster.ts';

export const pageProblemCodes = [
  'blank',
  'blur',
  'motion',
  'cut-off',
  'glare',
  'upside-down',
  'skew',
  'low-resolution',
  'fingers',
] as const;
export type PageProblemCode = (typeof pageProblemCodes)[number];

export interface PageProblem {
  readonly code: PageProblemCode;
  /** Where, in input pixels. */
  readonly box: Box;
}

export interface PageCheck {
  /** Why the page should be scanned again; empty for a good page. */
  readonly problems: PageProblem[];
  /** Positive = the page lies turned counter-clockwise, after undoing `rotation`. */
  readonly skewDegrees: number;
  /** By how many degrees the page lies turned clockwise; 0 where the lines do not tell. */
  readonly rotation: Rotation;
  /** 0 to 1: how clearly the lines tell up from down. */
  readonly rotationConfidence: number;
  /** What `rotation` would be if even a faint sign counted. */
  readonly likelyRotation: Rotation;
}

/** What an original shows: facts for rules about originals, boxes in input pixels. */
export interface PageTraits {
  readonly redSeal: boolean;
  readonly redSealBoxes: Box[];
  readonly signature: boolean;
  readonly signatureBoxes: Box[];
  readonly blackAndWhite: boolean;
  /** The paper's grain is broken somewhere: something may have been erased or covered. */
  readonly erasure: boolean;
  readonly erasureBoxes: Box[];
  /** Something was written over, or struck out. */
  readonly overwriting: boolean;
  readonly overwritingBoxes: Box[];
  /** Dark blots hide a part of the text. */
  readonly stained: boolean;
  readonly stainBoxes: Box[];
  /** A piece of the sheet is missing; seen on a dark bed only. */
  readonly torn: boolean;
  readonly tornBoxes: Box[];
  /** The ink has paled so far that reading suffers. */
  readonly faded: boolean;
  /** A streak of reflected light, as foil and lamination make, or any reflection on a card. */
  readonly laminationGlare: boolean;
  readonly laminationGlareBoxes: Box[];
}

/** Less ink than this is an empty side (show-through is too faint to count as ink). */
const BLANK_INK_SHARE = 0.002;
/** Below it the reader's errors rise steeply; a good scan has 0.8 and more. */
const LEAST_SHARPNESS = 0.46;
/** Photocopiers push every tone to black or white. */
const HARDEST_SCANNED_EDGE = 0.985;
/** Diagonal edges of pages enlarged from 100 to 130 dpi stay below, those from 180 above. */
const STEEPEST_ENLARGED_EDGE = 0.68;
const NEUTRAL_PAPER_TINT = 1.5;
/** A black-and-white copy has less: it has colour in neither ink nor paper. */
const LEAST_COLOURED_SHARE = 0.000_05;
/** Motion smears one direction only. */
const MOTION_RATIO = 0.55;
/** Copies must show the page straight; the reader itself copes with 15°. */
const MOST_SKEW_DEGREES = 3.5;
/** Fingerprints, ornaments and smeared letters lean either way by less than this. */
const LEAST_ROTATION_CONFIDENCE = 0.2;
/** Ink paler than this against its paper has faded; pencil and pale ball pens are darker. */
const FADED_INK_STRENGTH = 0.36;
/** A card or smaller. */
const CARD_SHARE = 0.12;
/** Required of a digitised original. */
const LEAST_RESOLUTION_DPI = 200;

/** Judges a scanned page at once, without text recognition (about a quarter of a second for A4 at 300 dpi). */
export async function checkPage(raster: Raster): Promise<PageCheck> {
  const sample = await samplePage(raster);
  return checkSample(sample, measureSharpness(sample), findGlare(sample));
}

export interface PageExamination {
  readonly check: PageCheck;
  readonly traits: PageTraits;
  /** Where red the size of an oblong stamp stands, in input pixels; may be a red title. */
  readonly redOblongs: Box[];
}

/** The check, the traits and the places to look for stamps in one pass over the page. */
export async function examinePage(raster: Raster): Promise<PageExamination> {
  const sample = await samplePage(raster);
  const sharpness = measureSharpness(sample);
  const glares = findGlare(sample);
  const red = findRedPatches(sample);
  const check = checkSample(sample, sharpness, glares);
  return {
    check,
    traits: readTraits(sample, check, sharpness, glares, red),
    redOblongs: findRedOblongs(sample, red),
  };
}

function checkSample(
  sample: PageSample,
  sharpness: Sharpness | undefined,
  glares: readonly Glare[],
): PageCheck {
  const problems: PageProblem[] = [];
  const everywhere = wholePage(sample);
  if (sample.raster.resolutionDpi < LEAST_RESOLUTION_DPI || isEnlarged(sample, sharpness)) {
    problems.push({ code: 'low-resolution', box: everywhere });
  }
  for (const box of findFingers(sample)) problems.push({ code: 'fingers', box });
  if (sample.inkShare < BLANK_INK_SHARE) {
    problems.push({ code: 'blank', box: everywhere });
    return { problems, skewDegrees: 0, rotation: 0, rotationConfidence: 0, likelyRotation: 0 };
  }
  const attitude = measureAttitude(sample);
  const rotation = attitude.confidence < LEAST_ROTATION_CONFIDENCE ? 0 : attitude.rotation;
  const isQuarterDropped = attitude.rotation % 180 !== rotation % 180;
  const skewDegrees = isQuarterDropped ? 0 : attitude.skewDegrees;
  if (rotation !== 0) problems.push({ code: 'upside-down', box: everywhere });
  if (Math.abs(skewDegrees) > MOST_SKEW_DEGREES) problems.push({ code: 'skew', box: everywhere });
  if (sharpness !== undefined && isSmeared(sharpness)) {
    problems.push({ code: isMotion(sharpness) ? 'motion' : 'blur', box: everywhere });
  }
  for (const box of findCutOff(sample)) problems.push({ code: 'cut-off', box });
  for (const { box } of glares) problems.push({ code: 'glare', box });
  return {
    problems,
    skewDegrees,
    rotation,
    rotationConfidence: attitude.confidence,
    likelyRotation: attitude.rotation,
  };
}

function readTraits(
  sample: PageSample,
  check: PageCheck,
  sharpness: Sharpness | undefined,
  glares: readonly Glare[],
  red: readonly RedPatch[],
): PageTraits {
  const redSealBoxes = findRedSeals(sample, red).map((seal) => seal.box);
  const signatureBoxes = findSignatures(sample);
  const stainBoxes = findStains(sample);
  const erasureBoxes = findErasures(sample, glares, stainBoxes);
  // Smeared letters run together as those written over do; lines that run down the picture are not followed.
  const isUnsuited = isSmeared(sharpness) || check.rotation % 180 !== 0;
  const overwritingBoxes = isUnsuited ? [] : findOverwriting(sample, [...signatureBoxes, ...stainBoxes]);
  const tornBoxes = findTorn(sample);
  const laminationGlareBoxes = glares
    .filter(({ elongation }) => elongation >= STREAK_ELONGATION || isCardSized(sample))
    .map(({ box }) => box);
  const isBlank = sample.inkShare < BLANK_INK_SHARE;
  // Toner on neutral paper: no colour at all, or edges harder than any scan of print has.
  const isToner =
    measurePaperTint(sample) < NEUTRAL_PAPER_TINT ||
    (sharpness !== undefined && Math.min(sharpness.across, sharpness.down) > HARDEST_SCANNED_EDGE);
  return {
    redSeal: redSealBoxes.length > 0,
    redSealBoxes,
    signature: signatureBoxes.length > 0,
    signatureBoxes,
    blackAndWhite: !isBlank && isToner && !isColoured(sample, LEAST_COLOURED_SHARE),
    erasure: erasureBoxes.length > 0,
    erasureBoxes,
    overwriting: overwritingBoxes.length > 0,
    overwritingBoxes,
    stained: stainBoxes.length > 0,
    stainBoxes,
    torn: tornBoxes.length > 0,
    tornBoxes,
    // Blur pales thin strokes too.
    faded: !isBlank && sample.inkStrength < FADED_INK_STRENGTH && !isSmeared(sharpness),
    laminationGlare: laminationGlareBoxes.length > 0,
    laminationGlareBoxes,
  };
}

const isSmeared = (sharpness: Sharpness | undefined): boolean =>
  sharpness !== undefined &&
  (Math.min(sharpness.across, sharpness.down) < LEAST_SHARPNESS || isMotion(sharpness));

/**
 * Enlarged from too few dots: by repeating them, to twice the size, or otherwise. The rhythm of 100 dpi is also that of
 * 200, whose edges are steeper; a page with edges as steep needs no measuring of it.
 */
function isEnlarged({ raster }: PageSample, sharpness: Sharpness | undefined): boolean {
  if (sharpness === undefined) return false;
  if ((measureCoarsePixels(raster) ?? LEAST_RESOLUTION_DPI) < LEAST_RESOLUTION_DPI) return true;
  if (Math.min(sharpness.falling, sharpness.rising) > STEEPEST_ENLARGED_EDGE) return false;
  const before = measureEnlargement(raster);
  return before !== undefined && before < LEAST_RESOLUTION_DPI;
}

/** Sharp along one direction, smeared along the one across it. */
const isMotion = ({ across, down, falling, rising }: Sharpness): boolean =>
  Math.min(across, down) < Math.max(across, down) * MOTION_RATIO ||
  Math.min(falling, rising) < Math.max(falling, rising) * MOTION_RATIO;

/** Whether all print of the page stands within the area of a card. */
function isCardSized({ parts, width, height }: PageSample): boolean {
  const letters = parts.filter(({ pixels }) => pixels >= 6);
  const middle = (values: number[], share: number) =>
    values.sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
  const across =
    middle(
      letters.map(({ right }) => right),
      0.97,
    ) -
    middle(
      letters.map(({ left }) => left),
      0.03,
    );
  const down =
    middle(
      letters.map(({ bottom }) => bottom),
      0.97,
    ) -
    middle(
      letters.map(({ top }) => top),
      0.03,
    );
  return across * down < width * height * CARD_SHARE;
}
