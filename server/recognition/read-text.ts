import {
  type Box,
  type PageTraits,
  type QrCode,
  type Raster,
  type Rotation,
  readQrCodes,
} from '@saoy/imaging';
import { compose, invert, mapBox } from './affine.ts';
import { cleanCard } from './clean-card.ts';
import { dropNoise } from './drop-noise.ts';
import { findCard } from './find-card.ts';
import type { GreyImage } from './grey-image.ts';
import { isWrittenInEnglish } from './guess-language.ts';
import { looksEnglish } from './looks-english.ts';
import { mapLine } from './map-line.ts';
import type { OcrEngine } from './ocr-engine.ts';
import { orderLines } from './order-lines.ts';
import type { ReadingLanguage, TextLine } from './page-reading.ts';
import { readLoneWords } from './read-lone-words.ts';
import { type CardZone, readZone } from './read-zone.ts';
import { removeRules } from './remove-rules.ts';
import { rereadWords } from './reread-words.ts';
import { type StraightPage, straightenPage, straightenPart } from './straighten-page.ts';
import { whiteOut } from './white-out.ts';

/** Gives the engine of a language, started on first use. */
export type EngineSource = (language: ReadingLanguage) => Promise<OcrEngine>;

export interface Attitude {
  readonly rotation: Rotation;
  readonly skewDegrees: number;
}

export interface PageText {
  readonly rotation: Rotation;
  readonly page: StraightPage;
  readonly language: ReadingLanguage;
  readonly lines: TextLine[];
  /** Mean word confidence, 0 to 1. */
  readonly confidence: number;
  /** The card on an otherwise empty page, in input pixels. */
  readonly cardBox: Box | undefined;
  /** The machine-readable zone of that card, its box in input pixels. */
  readonly zone: CardZone | undefined;
}

/** Cards print at five points; enlarged to this they have the letter size of a page. */
const CARD_DPI = 450;
/** A line of small print has more. */
const LEAST_DARK_PIXELS = 800;

/** Most sides of cards bear no code; a scan of one that does needs no more tries. */
const CODE_ATTEMPTS = 2;

/** Reads the text of a page that lies as `attitude` says. */
export async function readText(
  raster: Raster,
  attitude: Attitude,
  traits: PageTraits,
  engines: EngineSource,
): Promise<PageText> {
  const sealBoxes = traits.redSealBoxes;
  const page = await straightenPage(raster, { ...attitude, sealBoxes });
  const card = findCard(page);
  const cardBox = card && insideOf(raster, mapBox(page.toInput, card));
  const cardPart =
    cardBox && cleanCard(await straightenPart(raster, cardBox, CARD_DPI, { ...attitude, sealBoxes }));
  const clean = removeRules(page.image, page.resolutionDpi);
  const around = card === undefined ? clean : whiteOut(clean, card);
  // Reading the grain of an empty sheet costs the engine more than a page of text.
  const isEmpty = card !== undefined && countDark(around) < LEAST_DARK_PIXELS;
  let zone: CardZone | undefined;
  const readIn = async (language: ReadingLanguage): Promise<TextLine[]> => {
    const engine = await engines(language);
    const lines = isEmpty ? [] : (await engine.read(around, page.resolutionDpi, 'page')).lines;
    if (cardPart === undefined) return lines;
    const onCard = await engine.read(cardPart.image, cardPart.resolutionDpi / 2, 'scattered');
    zone = await readZone(cardPart, onCard.lines, () => engines('eng'));
    const toPage = compose(invert(page.toInput), cardPart.toInput);
    return [...onCard.lines.map((line) => mapLine(line, toPage)), ...lines];
  };
  // A reading costs most of all, so the likelier language goes first; the words decide.
  let language: ReadingLanguage =
    card === undefined && looksEnglish(around, page.resolutionDpi) ? 'eng' : 'vie';
  let lines = await readIn(language);
  if (card === undefined && isWrittenInEnglish(lines) !== (language === 'eng')) {
    language = language === 'eng' ? 'vie' : 'eng';
    lines = await readIn(language);
  }
  lines = dropNoise(lines, page.resolutionDpi);
  if (card === undefined) {
    lines.push(...(await readLoneWords(around, page.resolutionDpi, lines, await engines(language))));
  }
  lines = orderLines(lines);
  const cutOut = (box: Box) =>
    straightenPart(raster, insideOf(raster, box), page.resolutionDpi, { ...attitude, sealBoxes });
  lines = await rereadWords(lines, page, cutOut, await engines(language));
  return {
    rotation: attitude.rotation,
    page,
    language,
    lines,
    confidence: meanConfidence(lines),
    cardBox,
    zone: zone && cardPart && { ...zone, box: insideOf(raster, mapBox(cardPart.toInput, zone.box)) },
  };
}

/** The codes printed on a card, boxes in input pixels. */
export async function readCardCodes(raster: Raster, cardBox: Box): Promise<QrCode[]> {
  const [left, top, width, height] = cardBox;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * raster.width + left) * 3;
    data.set(raster.data.subarray(from, from + width * 3), y * width * 3);
  }
  const { resolutionDpi } = raster;
  const codes = await readQrCodes({ width, height, channels: 3, data, resolutionDpi }, CODE_ATTEMPTS);
  return codes.map(({ text, box: [x, y, w, h] }) => ({ text, box: [left + x, top + y, w, h] }));
}

function insideOf(raster: Raster, [x, y, width, height]: Box): Box {
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  return [left, top, Math.min(raster.width, x + width) - left, Math.min(raster.height, y + height) - top];
}

function countDark(image: GreyImage): number {
  let dark = 0;
  const { data } = image;
  for (let at = 0; at < data.length; at += 1) if (data[at]! < 110) dark += 1;
  return dark;
}

/** Of machine-readable lines: they are no words of a language, so the engine doubts them however clear they are. */
const FILLER = /<</u;

/** Weighted by length: a stray mark must not pull a page down. */
function meanConfidence(lines: readonly TextLine[]): number {
  let sum = 0;
  let weight = 0;
  for (const word of lines.flatMap((line) => line.words)) {
    if (FILLER.test(word.text)) continue;
    sum += word.confidence * word.text.length;
    weight += word.text.length;
  }
  return weight === 0 ? 0 : Math.round((sum / weight) * 1000) / 1000;
}
