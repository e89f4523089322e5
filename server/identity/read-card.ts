import { type Fault, fault } from '@saoy/contracts/errors';
import type { CardHolder, CardReading, ChipKey } from '@saoy/contracts/identity';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { FaceDetection, FaceMatcher } from '../faces/index.ts';
import { checkCardNumber } from './check-card-number.ts';
import { chipKeysOf } from './chip-keys.ts';
import { cropPortrait } from './crop-portrait.ts';
import { type CardPrint, crossCheckCard } from './cross-check-card.ts';
import { isMatcherFault } from './is-matcher-fault.ts';
import type { Td1Reading } from './mrz/parse-td1.ts';
import { parseCardQr } from './parse-card-qr.ts';

/** Texts of all QR codes in a picture; an empty list when there are none. */
export type ReadQrTexts = (image: Uint8Array) => Promise<readonly string[]>;

/** What is printed on a card in a picture; null when nothing could be read, which fails nothing. */
export type ReadCardPrint = (image: Uint8Array, today: Date) => Promise<CardPrint | null>;

/** What one side of a card gave; the portrait is kept as an embedding only. */
export interface CardSide {
  readonly reading: CardReading;
  readonly portrait: Float32Array | null;
  readonly print: CardPrint | null;
}

export interface ReadCardParts {
  readonly matcher: FaceMatcher;
  readonly readQrTexts: ReadQrTexts;
  readonly readPrint: ReadCardPrint;
  readonly today: Date;
}

/**
 * Reads QR and portrait of a card anywhere in a scan or camera picture, turned by any quarter.
 * Flags: those of checkCardNumber and crossCheckCard, `portrait-too-small`, `several-faces`, `portrait-unclear`, `qr-not-a-card` (a code, but not of a card).
 * Fails when neither was found, with `identity.code-not-a-card` if another code was, otherwise with
 * `identity.card-unreadable`; and as the matcher fails.
 */
export const readCardSide = async (
  image: Uint8Array,
  { matcher, readQrTexts, readPrint, today }: ReadCardParts,
): Promise<Result<CardSide>> => {
  const printing = readPrint(image, today);
  const detected = await matcher.detectFaces(image, { search: 'card' });
  if (!detected.ok) return detected;
  const texts = await readQrTexts(image);
  const print = await printing;
  const holder = firstHolder(texts);
  const face = detected.value.faces[0];
  if (!holder && !face && !isOfUse(print?.zone)) return err(unreadable(texts.length, print?.zone));
  const flags: string[] = holder ? checkCardNumber(holder, today) : [];
  if (print) flags.push(...crossCheckCard(holder, [print]));
  if (!holder && texts.length > 0) flags.push('qr-not-a-card');
  const portrait = await embedPortrait(image, detected.value, matcher);
  if (!portrait.ok && isMatcherFault(portrait.error.code)) return portrait;
  if (!portrait.ok && face !== undefined)
    flags.push(PORTRAIT_FLAGS[portrait.error.code] ?? 'portrait-unclear');
  return ok({
    reading: {
      holder,
      chipKeys: keysOf(holder, print?.zone ?? null),
      isPortraitFound: face !== undefined,
      portraitEyeDistancePx: face ? Math.round(face.eyeDistancePx * 10) / 10 : null,
      flags,
    },
    portrait: portrait.ok ? portrait.value : null,
    print,
  });
};

const PORTRAIT_FLAGS: Readonly<Record<string, string>> = {
  'identity.several-faces': 'several-faces',
  'identity.portrait-too-small': 'portrait-too-small',
};

/** The picture of the portrait exists until it is turned into numbers, and nowhere but in memory. */
async function embedPortrait(
  image: Uint8Array,
  detection: FaceDetection,
  matcher: FaceMatcher,
): Promise<Result<Float32Array>> {
  const portrait = await cropPortrait(image, detection);
  if (!portrait.ok) return portrait;
  const embedded = await matcher.embed(portrait.value.jpeg, { search: 'frame' });
  portrait.value.jpeg.fill(0);
  return embedded.ok ? ok(embedded.value.embedding) : embedded;
}

/** A zone whose check digits agree says what opens the chip; otherwise it is guessed from the code. */
const keysOf = (holder: CardHolder | null, zone: Td1Reading | null): ChipKey[] => {
  const guessed = holder === null ? [] : chipKeysOf(holder);
  const isRead = zone !== null && Object.values(zone.checks).every(Boolean);
  return isRead ? [zone.accessKey, ...guessed] : guessed;
};

const firstHolder = (texts: readonly string[]): CardHolder | null => {
  for (const text of texts) {
    const parsed = parseCardQr(text);
    if (parsed.ok) return parsed.value;
  }
  return null;
};

/** A zone of another state tells that much; of ours, one check digit at least must be right. */
const isOfUse = (zone: Td1Reading | null | undefined): boolean =>
  zone !== null &&
  zone !== undefined &&
  (zone.issuingState !== 'VNM' || Object.values(zone.checks).includes(true));

const unreadable = (codes: number, zone: Td1Reading | null | undefined): Fault => {
  if (codes > 0) return fault('identity.code-not-a-card');
  return zone === null || zone === undefined
    ? fault('identity.card-unreadable')
    : fault('identity.card-unreadable', 'no check digit of the machine-readable zone is right');
};
