import { fault } from '@saoy/contracts/errors';
import type { CardHolder, CardReading } from '@saoy/contracts/identity';
import { err, ok, type Result } from '@saoy/contracts/result';
import { checkCardNumber } from './check-card-number.ts';
import { chipKeysOf } from './chip-keys.ts';
import type { CardPrint } from './cross-check-card.ts';
import type { IdentitySession } from './identity-session.ts';
import { parseCardQr } from './parse-card-qr.ts';

/**
 * Reads the text of a code that the kiosk's camera found. It says who the card is of and nothing more: no portrait, no
 * print. Fails with `identity.code-not-a-card`.
 */
export function readCardCode(text: string, today: Date): Result<CardReading> {
  const holder = parseCardQr(text);
  if (!holder.ok) return err(fault('identity.code-not-a-card'));
  return ok({
    holder: holder.value,
    chipKeys: chipKeysOf(holder.value),
    isPortraitFound: false,
    portraitEyeDistancePx: null,
    flags: checkCardNumber(holder.value, today),
  });
}

/** Adds what a code before the camera says. */
export function takeCardCode(session: IdentitySession, holder: CardHolder, flags: readonly string[]): void {
  for (const flag of flags) session.flags.add(flag);
  const isSame = session.holder !== null && isSameHolder(session.holder, holder);
  if (session.holder !== null && !isSame) session.flags.add('sides-disagree');
  session.isCodeLoose =
    (!isSame || session.isCodeLoose) && !session.prints.some((print) => showsNumber(print, holder));
  session.holder = holder;
}

/** Codes of one card say the same wherever they are read. */
export const isSameHolder = (a: CardHolder, b: CardHolder): boolean =>
  a.number === b.number && a.fullName === b.fullName && a.dateOfBirth === b.dateOfBirth;

/**
 * Whether a side on the glass shows the number that the code before the camera named. The code may have been held there
 * on any paper or telephone: until the card itself shows the number, code and portrait may be of two people.
 */
export const showsNumber = ({ number, zone }: CardPrint, { number: named }: CardHolder): boolean =>
  number === named || (zone?.checks.documentNumber === true && zone.personalNumber === named);
