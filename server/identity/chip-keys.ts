import type { CardHolder, ChipKey } from '@saoy/contracts/identity';

/** Ages at which a card is changed (Law on Identification 26/2023 art. 21). */
const CHANGE_AGES = [14, 25, 40, 60] as const;
/** A card made so shortly before holds until the next change. */
const EARLY_YEARS = 2;
/** How the zone writes that a card does not end. */
const NO_END = '991231';
const DOCUMENT_NUMBER_LENGTH = 9;
const MOST_KEYS = 3;

const compact = (iso: string): string => iso.slice(2).replaceAll('-', '');

/**
 * Keys that may open the chip of a card of which only the front was read: the number of the document is the end of the
 * personal number, and a card ends at the birthday on which it must be changed. The likeliest comes first; empty when
 * the birth is not known.
 */
export function chipKeysOf(holder: CardHolder): ChipKey[] {
  const { number, dateOfBirth, issueDate } = holder;
  if (dateOfBirth === null || !/^\d{12}$/u.test(number)) return [];
  const birthYear = Number(dateOfBirth.slice(0, 4));
  const anniversaries = CHANGE_AGES.map((age) => `${birthYear + age}${dateOfBirth.slice(4)}`);
  const madeAt = issueDate ?? dateOfBirth;
  const early = `${Number(madeAt.slice(0, 4)) + EARLY_YEARS}${madeAt.slice(4)}`;
  const ahead = anniversaries.filter((day) => day > madeAt);
  const likely = ahead.filter((day) => day > early);
  const others = ahead.filter((day) => day <= early);
  const ends = [...likely.map(compact), NO_END, ...others.map(compact)];
  return ends.slice(0, MOST_KEYS).map((dateOfExpiry) => ({
    documentNumber: number.slice(-DOCUMENT_NUMBER_LENGTH),
    dateOfBirth: compact(dateOfBirth),
    dateOfExpiry,
  }));
}
