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
import { isSameHolder } from './take-card-code.ts';

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
 * Flags: those of checkCardNumber and crossCheckCard, `portrait-too-small`, `several-faces`, `portrait-unclear`, `qr-not-a-card` (a code, but not of a card),
 * `sides-disagree` (codes of two people). The portrait of a paper of another state without a code of ours is not taken.
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
  const [holder = null, ...others] = holdersOf(texts);
  const flags: string[] = holder ? checkCardNumber(holder, today) : [];
  if (print) flags.push(...crossCheckCard(holder, [print]));
  // A second card beside it: whose portrait it is cannot be told.
  if (holder && others.some((other) => !isSameHolder(other, holder))) flags.push('sides-disagree');
  const isForeign = !holder && flags.includes('card-of-another-state');
  // The portrait of a foreign paper is nobody's whom a code of ours could name.
  const face = isForeign ? undefined : detected.value.faces[0];
  if (!holder && !face && !isForeign && !hasRightCheck(print?.zone))
    return err(unreadable(texts.length, print?.zone));
  if (!holder && texts.length > 0) flags.push('qr-not-a-card');
  const portrait = face === undefined ? null : await embedPortrait(image, detected.value, matcher);
  if (portrait?.ok === false) {
    if (isMatcherFault(portrait.error.code)) return portrait;
    flags.push(PORTRAIT_FLAGS[portrait.error.code] ?? 'portrait-unclear');
  }
  return ok({
    reading: {
      holder,
      chipKeys: keysOf(holder, print?.zone ?? null),
      isPortraitFound: face !== undefined,
      portraitEyeDistancePx: face ? Math.round(face.eyeDistancePx * 10) / 10 : null,
      flags,
    },
    portrait: portrait?.ok ? portrait.value : null,
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

const holdersOf = (texts: readonly string[]): CardHolder[] =>
  texts.flatMap((text) => {
    const parsed = parseCardQr(text);
    return parsed.ok ? [parsed.value] : [];
  });

const hasRightCheck = (zone: Td1Reading | null | undefined): boolean =>
  zone !== null && zone !== undefined && Object.values(zone.checks).includes(true);

const unreadable = (codes: number, zone: Td1Reading | null | undefined): Fault => {
  if (codes > 0) return fault('identity.code-not-a-card');
  return zone === null || zone === undefined
    ? fault('identity.card-unreadable')
    : fault('identity.card-unreadable', 'no check digit of the machine-readable zone is right');
};
