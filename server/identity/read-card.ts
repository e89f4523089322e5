import { type Fault, fault } from '@saoy/contracts/errors';
import type { CardHolder, CardReading, ChipKey } from '@saoy/contracts/identity';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { FaceMatcher } from '../faces/index.ts';
import { checkCardNumber } from './check-card-number.ts';
import { chipKeysOf } from './chip-keys.ts';
import { type CardPrint, crossCheckCard } from './cross-check-card.ts';
import type { Td1Reading } from './mrz/parse-td1.ts';
import { parseCardQr } from './parse-card-qr.ts';

/** Portraits with less eye distance are refused as reference: the error rates no longer hold. */
export const leastPortraitEyeDistancePx = 40;

/** A card shows its holder once large and at most once more, paler; more faces of like size are no card. */
const MOST_PORTRAITS = 2;
const LIKE_SIZE = 0.7;

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
 * Flags: those of checkCardNumber and crossCheckCard, `portrait-too-small`, `several-faces`, `qr-not-a-card` (a code, but not of a card).
 * Fails when neither was found, with `identity.code-not-a-card` if another code was, otherwise with
 * `identity.card-unreadable`; and as the matcher fails.
 */
export const readCardSide = async (
  image: Uint8Array,
  { matcher, readQrTexts, readPrint, today }: ReadCardParts,
): Promise<Result<CardSide>> => {
  const printing = readPrint(image, today);
  const observed = await matcher.observe(image, { search: 'card', embed: true });
  if (!observed.ok) return observed;
  const texts = await readQrTexts(image);
  const print = await printing;
  const holder = firstHolder(texts);
  const face = observed.value.faces[0];
  if (!holder && !face && !print?.zone) return err(unreadable(texts.length));
  const isOne =
    face !== undefined &&
    observed.value.faces.filter(({ eyeDistancePx }) => eyeDistancePx >= LIKE_SIZE * face.eyeDistancePx)
      .length <= MOST_PORTRAITS;
  const isLargeEnough = face !== undefined && face.eyeDistancePx >= leastPortraitEyeDistancePx;
  const flags: string[] = holder ? checkCardNumber(holder, today) : [];
  if (print) flags.push(...crossCheckCard(holder, [print]));
  if (!holder && texts.length > 0) flags.push('qr-not-a-card');
  if (face && !isLargeEnough) flags.push('portrait-too-small');
  if (face && !isOne) flags.push('several-faces');
  return ok({
    reading: {
      holder,
      chipKeys: keysOf(holder, print?.zone ?? null),
      isPortraitFound: face !== undefined,
      portraitEyeDistancePx: face ? Math.round(face.eyeDistancePx * 10) / 10 : null,
      flags,
    },
    portrait: isLargeEnough && isOne ? observed.value.embedding : null,
    print,
  });
};

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

const unreadable = (codes: number): Fault =>
  fault(codes > 0 ? 'identity.code-not-a-card' : 'identity.card-unreadable');
