import type { RecognisedField } from '@saoy/contracts/recognition';
import { parseTd1, type Td1Reading } from '../identity/mrz/parse-td1.ts';
import type { PageReading } from '../recognition/page-reading.ts';
import { findApproximately } from './find-approximately.ts';
import { fold } from './fold-text.ts';

export interface ZoneComparison {
  readonly fields: Record<string, RecognisedField>;
  /** Fields that are clearly printed while the zone, with its check digits right, says something else. */
  readonly mismatches: readonly { readonly field: string; readonly why: string }[];
}

/** Read by two independent ways with the same result. */
const CONFIRMED = 0.99;
/** Guarded by check digits that agree. */
const GUARDED = 0.96;
/** What no check digit guards, and names without their marks. */
const UNGUARDED = 0.6;
const CLEARLY_PRINTED = 0.9;
/** Cards with such zones have existed since 2021; without a date nothing later is known. */
const EARLIEST_READING = new Date('2026-01-01T00:00:00Z');

interface Said {
  readonly value: string;
  readonly normalised: string;
  readonly isGuarded: boolean;
}

/**
 * Compares the fields of a card with the machine-readable zone on its back: agreement makes them sure, what was not
 * found in print is taken from the zone, a true difference is named.
 */
export function compareWithZone(
  fields: Record<string, RecognisedField>,
  pages: readonly PageReading[],
  today: Date = EARLIEST_READING,
): ZoneComparison {
  const mismatches: { field: string; why: string }[] = [];
  const compared = { ...fields };
  for (const [index, { zone }] of pages.entries()) {
    const reading = zone && parseTd1(zone.text, today);
    if (zone === undefined || reading === undefined) continue;
    const place = { page: index + 1, box: zone.box };
    for (const [name, said] of Object.entries(valuesOf(reading))) {
      const printed = compared[name];
      const outcome = compare(name, printed, said);
      if (outcome === 'mismatch')
        mismatches.push({ field: name, why: 'the machine-readable zone says something else' });
      else compared[name] = { ...place, ...printed, ...outcome };
    }
    if (Object.values(reading.checks).filter((isRight) => !isRight).length > 1 && 'number' in compared)
      mismatches.push({ field: 'number', why: 'check digits of the machine-readable zone are wrong' });
    if (reading.issuingState !== 'VNM' && 'number' in compared)
      mismatches.push({ field: 'number', why: 'the zone is of a card of another state' });
  }
  return { fields: compared, mismatches };
}

function valuesOf(zone: Td1Reading): Record<string, Said> {
  if (zone.issuingState !== 'VNM') return {};
  const { checks, personalNumber } = zone;
  const date = (iso: string | null, isGuarded: boolean): Said | undefined =>
    iso === null ? undefined : { value: iso.split('-').reverse().join('/'), normalised: iso, isGuarded };
  const isNumberGuarded = checks.documentNumber && personalNumber?.endsWith(zone.documentNumber) === true;
  const said: Record<string, Said | undefined> = {
    number:
      personalNumber === null
        ? undefined
        : { value: personalNumber, normalised: personalNumber, isGuarded: isNumberGuarded },
    date_of_birth: date(zone.dateOfBirth, checks.dateOfBirth && checks.composite),
    expiry: date(zone.dateOfExpiry, checks.dateOfExpiry && checks.composite),
    gender:
      zone.sex === null
        ? undefined
        : {
            value: zone.sex === 'M' ? 'Nam' : 'Nữ',
            normalised: zone.sex === 'M' ? 'male' : 'female',
            isGuarded: checks.composite && agreesOnSex(zone),
          },
    full_name: zone.name === '' ? undefined : { value: zone.name, normalised: zone.name, isGuarded: false },
  };
  return Object.fromEntries(
    Object.entries(said).filter((entry): entry is [string, Said] => entry[1] !== undefined),
  );
}

/** The fourth digit of the personal number says the sex too. */
const agreesOnSex = ({ personalNumber, sex }: Td1Reading): boolean =>
  personalNumber !== null && (Number(personalNumber[3]) % 2 === 0) === (sex === 'M');

function compare(
  name: string,
  printed: RecognisedField | undefined,
  said: Said,
): (Partial<RecognisedField> & { value: string; normalised: string; confidence: number }) | 'mismatch' {
  const { value, normalised, isGuarded } = said;
  const alone = isGuarded
    ? { value, normalised, confidence: GUARDED, needsConfirmation: false }
    : { value, normalised, confidence: UNGUARDED, needsConfirmation: true };
  if (printed === undefined) return alone;
  const isSame =
    name === 'full_name'
      ? isSameName(printed.normalised, normalised)
      : fold(printed.normalised) === fold(normalised);
  if (isSame)
    // A zone has no marks: it confirms the letters of a name alone.
    return name === 'full_name'
      ? { ...printed }
      : {
          value: printed.value,
          normalised: printed.normalised,
          confidence: CONFIRMED,
          needsConfirmation: false,
        };
  if (printed.confidence < CLEARLY_PRINTED) return isGuarded ? alone : { ...printed };
  if (isGuarded) return 'mismatch';
  const isAlike = findApproximately(fold(normalised), fold(printed.normalised), 3) !== undefined;
  return name === 'full_name' && !isAlike ? 'mismatch' : { ...printed };
}

/** Long names are cut off in the zone. */
function isSameName(printed: string, zone: string): boolean {
  const [a, b] = [printed, zone].map((name) => fold(name).replace(/[^a-z]/gu, ''));
  return a === b || (b!.length >= 20 && a!.startsWith(b!));
}
