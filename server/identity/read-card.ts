import { type Fault, fault } from '@saoy/contracts/errors';
import type { CardHolder, CardReading } from '@saoy/contracts/identity';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { FaceMatcher } from '../faces/index.ts';
import { checkCardNumber } from './check-card-number.ts';
import { chipKeysOf } from './chip-keys.ts';
import { parseCardQr } from './parse-card-qr.ts';

/** Portraits with less eye distance are refused as reference: the error rates no longer hold. */
export const leastPortraitEyeDistancePx = 40;

/** Texts of all QR codes in a picture; an empty list when there are none. */
export type ReadQrTexts = (image: Uint8Array) => Promise<readonly string[]>;

/** What one side of a card gave; the portrait is kept as an embedding only. */
export interface CardSide {
  readonly reading: CardReading;
  readonly portrait: Float32Array | null;
}

export interface ReadCardParts {
  readonly matcher: FaceMatcher;
  readonly readQrTexts: ReadQrTexts;
  readonly today: Date;
}

/**
 * Reads QR and portrait of a card anywhere in a scan or camera picture, turned by any quarter.
 * Flags: those of checkCardNumber, `portrait-too-small`, `qr-not-a-card` (a code, but not of a card).
 * Fails with `identity.card-unreadable` when neither was found, and as the matcher fails.
 */
export const readCardSide = async (
  image: Uint8Array,
  { matcher, readQrTexts, today }: ReadCardParts,
): Promise<Result<CardSide>> => {
  const observed = await matcher.observe(image, { search: 'card', embed: true });
  if (!observed.ok) return observed;
  const texts = await readQrTexts(image);
  const holder = firstHolder(texts);
  const face = observed.value.faces[0];
  if (!holder && !face) return err(unreadable(texts.length));
  const isLargeEnough = face !== undefined && face.eyeDistancePx >= leastPortraitEyeDistancePx;
  const flags: string[] = holder ? checkCardNumber(holder, today) : [];
  if (!holder && texts.length > 0) flags.push('qr-not-a-card');
  if (face && !isLargeEnough) flags.push('portrait-too-small');
  return ok({
    reading: {
      holder,
      chipKeys: holder === null ? [] : chipKeysOf(holder),
      isPortraitFound: face !== undefined,
      portraitEyeDistancePx: face ? Math.round(face.eyeDistancePx * 10) / 10 : null,
      flags,
    },
    portrait: isLargeEnough ? observed.value.embedding : null,
  });
};

const firstHolder = (texts: readonly string[]): CardHolder | null => {
  for (const text of texts) {
    const parsed = parseCardQr(text);
    if (parsed.ok) return parsed.value;
  }
  return null;
};

const unreadable = (codes: number): Fault =>
  fault('identity.card-unreadable', codes > 0 ? 'a QR code, but not of a card' : undefined);
