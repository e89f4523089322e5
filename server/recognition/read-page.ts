import { err, ok, type Result } from '@saoy/contracts/result';
import { type Box, decodeImage, examinePage, type PageTraits, type Raster } from '@saoy/imaging';
import { compose, invert, mapBox } from './affine.ts';
import { dropNoise } from './drop-noise.ts';
import { findCard } from './find-card.ts';
import type { GreyImage } from './grey-image.ts';
import { isWrittenInEnglish } from './guess-language.ts';
import { mapLine } from './map-line.ts';
import type { OcrEngine } from './ocr-engine.ts';
import { orderLines } from './order-lines.ts';
import type { PageReading, ReadingLanguage, TextLine } from './page-reading.ts';
import { readStamps } from './read-stamps.ts';
import { removeRules } from './remove-rules.ts';
import { type StraightPage, straightenPage, straightenPart } from './straighten-page.ts';
import { whiteOut } from './white-out.ts';

/** Gives the engine of a language, started on first use. */
export type EngineSource = (language: ReadingLanguage) => Promise<OcrEngine>;

/** Cards print at five points; enlarged to this they have the letter size of a page. */
const CARD_DPI = 450;
/** A line of small print has more. */
const LEAST_DARK_PIXELS = 800;

/**
 * Reads one scanned page: image bytes in, text with boxes, page problems and traits out. Errors are those of
 * decoding (`image.*`); a failing engine throws.
 */
export async function readPage(bytes: Uint8Array, engines: EngineSource): Promise<Result<PageReading>> {
  const decoded = await decodeImage(bytes);
  if (!decoded.ok) return err(decoded.error);
  const raster = decoded.value;
  const { check, traits, redOblongs } = await examinePage(raster);
  const attitude = { rotation: check.rotation, skewDegrees: check.skewDegrees };
  const page = await straightenPage(raster, { ...attitude, sealBoxes: traits.redSealBoxes });
  const isBlank = check.problems.some((problem) => problem.code === 'blank');
  const card = isBlank ? undefined : findCard(page);
  const cardPart = card && (await straightenCard(raster, page, card, attitude, traits));
  const readIn = async (language: ReadingLanguage): Promise<TextLine[]> => {
    const engine = await engines(language);
    const clean = removeRules(page.image, page.resolutionDpi);
    const around = card === undefined ? clean : whiteOut(clean, card);
    // Reading the grain of an empty sheet costs the engine more than a page of text.
    const isEmpty = card !== undefined && countDark(around) < LEAST_DARK_PIXELS;
    const lines = isEmpty ? [] : (await engine.read(around, page.resolutionDpi, 'page')).lines;
    if (cardPart === undefined) return lines;
    const onCard = await engine.read(cardPart.image, cardPart.resolutionDpi / 2, 'block');
    const toPage = compose(invert(page.toInput), cardPart.toInput);
    return [...onCard.lines.map((line) => mapLine(line, toPage)), ...lines];
  };
  let language: ReadingLanguage = 'vie';
  let lines = isBlank ? [] : await readIn(language);
  if (isWrittenInEnglish(lines)) {
    language = 'eng';
    lines = await readIn(language);
  }
  lines = orderLines(dropNoise(lines, page.resolutionDpi));
  const stamps = isBlank
    ? []
    : await readStamps({
        raster,
        page,
        boxes: redOblongs,
        rotation: check.rotation,
        lines,
        engine: await engines('vie'),
      });
  return ok({
    width: raster.width,
    height: raster.height,
    resolutionDpi: raster.resolutionDpi,
    ...attitude,
    problems: check.problems,
    traits,
    upright: {
      width: page.image.width,
      height: page.image.height,
      resolutionDpi: page.resolutionDpi,
      toInput: page.toInput,
    },
    language,
    lines,
    stamps,
    text: lines.map((line) => line.text).join('\n'),
    confidence: meanConfidence(lines),
  });
}

function countDark(image: GreyImage): number {
  let dark = 0;
  for (const value of image.data) if (value < 110) dark += 1;
  return dark;
}

async function straightenCard(
  raster: Raster,
  page: StraightPage,
  card: Box,
  attitude: { rotation: PageReading['rotation']; skewDegrees: number },
  traits: PageTraits,
): Promise<StraightPage> {
  const [x, y, width, height] = mapBox(page.toInput, card);
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  const box: Box = [
    left,
    top,
    Math.min(raster.width, x + width) - left,
    Math.min(raster.height, y + height) - top,
  ];
  return straightenPart(raster, box, CARD_DPI, { ...attitude, sealBoxes: traits.redSealBoxes });
}

/** Weighted by length: a stray mark must not pull a page down. */
function meanConfidence(lines: readonly TextLine[]): number {
  let sum = 0;
  let weight = 0;
  for (const word of lines.flatMap((line) => line.words)) {
    sum += word.confidence * word.text.length;
    weight += word.text.length;
  }
  return weight === 0 ? 0 : Math.round((sum / weight) * 1000) / 1000;
}
