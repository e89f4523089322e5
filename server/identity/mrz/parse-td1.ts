// The machine-readable zone on the back of a card: three lines of thirty characters (ICAO 9303-5 §4.2, Vietnamese use
// of the optional data as printed on the cards since 2021).
import { mrzCheckDigit } from '@saoy/contracts/mrz-check-digit';
import { digitsOf, fillersOf, lettersOf, zoneLineOf } from './look-alikes.ts';

/** A date of which the century is told from the whole: births lie in the past, expiries ahead. */
export interface Td1Reading {
  /** `VNM` on a Vietnamese card. */
  readonly issuingState: string;
  readonly documentNumber: string;
  /** Twelve digits; null where the optional data hold none. */
  readonly personalNumber: string | null;
  /** ISO 8601; null where there is no such day. */
  readonly dateOfBirth: string | null;
  readonly dateOfExpiry: string | null;
  /** As the key of the chip wants them: YYMMDD. */
  readonly accessKey: {
    readonly documentNumber: string;
    readonly dateOfBirth: string;
    readonly dateOfExpiry: string;
  };
  readonly sex: 'M' | 'F' | null;
  readonly nationality: string;
  /** Surname first, without diacritics. */
  readonly name: string;
  /** Which check digits agree, after correction. */
  readonly checks: {
    readonly documentNumber: boolean;
    readonly dateOfBirth: boolean;
    readonly dateOfExpiry: boolean;
    readonly composite: boolean;
  };
  /** How many characters were read as another of their look-alikes. */
  readonly corrections: number;
}

const LINE_LENGTH = 30;
/** Characters that a reader adds or loses in one line; with more it read something else. */
const MOST_STRAY = 2;
const FILLERS = '<'.repeat(LINE_LENGTH);

/** A field of digits that a check digit guards. A digit read for another digit is left as it is: guessing which would undo the check. */
interface GuardedField {
  readonly value: string;
  readonly isRight: boolean;
  readonly corrections: number;
}

/**
 * Reads the three lines out of what a reader saw, whatever stands around them. Characters are corrected by what may
 * stand in their place and by the check digits; undefined when there are no three lines that begin like a card.
 * A wrong zone is still answered, with its checks false.
 */
export function parseTd1(text: string, today: Date): Td1Reading | undefined {
  let best: Td1Reading | undefined;
  for (const lines of layLines(text)) {
    const reading = readLines(lines, today);
    if (best === undefined || weigh(reading) > weigh(best)) best = reading;
  }
  return best;
}

type Lines = readonly [string, string, string];

/** Every way to lay three lines of thirty characters upon what was read; the reader may have added or lost some. */
function* layLines(text: string): Generator<Lines> {
  const lines = text
    .split(/\r?\n/u)
    .map(zoneLineOf)
    .filter((line) => line.length >= LINE_LENGTH - 10);
  for (let i = 0; i + 2 < lines.length; i++) {
    const [first, second, third] = lines.slice(i, i + 3) as [string, string, string];
    if (!third.includes('<')) continue;
    for (const one of fittings(first)) {
      if (!isFirstLine(one)) continue;
      for (const two of fittings(second)) if (isSecondLine(two)) yield [one, two, fit(third)];
    }
  }
}

const isFirstLine = (line: string): boolean => /^[I1LTAC][D0OQ<C]?[A-Z0-9<]{3}[A-Z0-9<]{9}/u.test(line);
const isSecondLine = (line: string): boolean => /^\d{6}$/u.test(digitsOf(line.slice(0, 6)).value);

/** Exactly thirty characters: fillers are lost and doubled at the end. */
const fit = (line: string): string => (line + FILLERS).slice(0, LINE_LENGTH);

/** A line as it stands, with the last run of fillers made longer or shorter, and without each one of its characters. */
function fittings(line: string): string[] {
  if (line.length === LINE_LENGTH) return [line];
  const run = /^(.*[^<])(<+)([^<]{0,2})$/u.exec(fillersOf(line));
  const ways: string[] = [];
  if (run !== null) {
    const [, head = '', , tail = ''] = run;
    if (head.length + tail.length < LINE_LENGTH)
      ways.push(head + '<'.repeat(LINE_LENGTH - head.length - tail.length) + tail);
  }
  const surplus = line.length - LINE_LENGTH;
  if (surplus > 0 && surplus <= MOST_STRAY)
    for (let at = 0; at < LINE_LENGTH; at++) ways.push(fit(line.slice(0, at) + line.slice(at + surplus)));
  return [...new Set([...ways, fit(line)])];
}

/** What speaks for a reading; the one with most is taken. */
function weigh({ checks, personalNumber, documentNumber, issuingState, corrections }: Td1Reading): number {
  const right = Object.values(checks).filter(Boolean).length;
  const isRepeated = personalNumber?.endsWith(documentNumber) === true;
  return right * 10 + (isRepeated ? 10 : 0) + (issuingState === 'VNM' ? 5 : 0) - corrections;
}

function readLines([first, second, third]: Lines, today: Date): Td1Reading {
  const optional = digitsOf(first.slice(15, 27));
  const isPersonalNumber = /^\d{12}$/u.test(optional.value);
  const number = readNumber(first, isPersonalNumber ? optional.value : null);
  const birth = readGuarded(second.slice(0, 6), second[6]!);
  const expiry = readGuarded(second.slice(8, 14), second[14]!);
  const sexLetter = second[7];
  const corrected = [
    number.value + mrzCheckDigit(number.value),
    isPersonalNumber ? optional.value : fillersOf(first.slice(15, 27)),
    cleanFillers(first.slice(27)),
    birth.value + mrzCheckDigit(birth.value),
    expiry.value + mrzCheckDigit(expiry.value),
    fillersOf(`<${second.slice(18, 29)}`).slice(1),
  ].join('');
  const composite = digitsOf(second[29]!).value;
  return {
    issuingState: lettersOf(first.slice(2, 5)),
    documentNumber: number.value,
    personalNumber: isPersonalNumber ? optional.value : null,
    dateOfBirth: dateOf(birth.value, today, 'past'),
    dateOfExpiry: dateOf(expiry.value, today, 'ahead'),
    accessKey: { documentNumber: number.value, dateOfBirth: birth.value, dateOfExpiry: expiry.value },
    sex: sexLetter === 'M' ? 'M' : sexLetter === 'F' || sexLetter === 'P' ? 'F' : null,
    nationality: lettersOf(second.slice(15, 18)),
    name: nameOf(third),
    checks: {
      documentNumber: number.isRight,
      dateOfBirth: birth.isRight,
      dateOfExpiry: expiry.isRight,
      composite: String(mrzCheckDigit(corrected)) === composite,
    },
    corrections: number.corrections + birth.corrections + expiry.corrections + optional.corrections,
  };
}

/**
 * The number of the document. Vietnamese cards repeat it at the end of the personal number: where it contradicts its
 * check digit and the repetition does not, the repetition was read better.
 */
function readNumber(first: string, personalNumber: string | null): GuardedField {
  const isForeign = lettersOf(first.slice(2, 5)) !== 'VNM';
  const field = first.slice(5, 14);
  const digits = readGuarded(field, first[14]!);
  if (isForeign && !digits.isRight) {
    // Other states have letters in their numbers.
    const isRight = String(mrzCheckDigit(field)) === digitsOf(first[14]!).value;
    return { value: field, corrections: 0, isRight };
  }
  const repeated = personalNumber?.slice(3);
  if (digits.isRight || isForeign || repeated === undefined || repeated === digits.value) return digits;
  const check = digitsOf(first[14]!).value;
  const different = [...repeated].filter((digit, i) => digit !== digits.value[i]).length;
  return String(mrzCheckDigit(repeated)) === check && different === 1
    ? { value: repeated, isRight: true, corrections: digits.corrections + 1 }
    : digits;
}

/** The last three of the first line: fillers and, on Vietnamese cards, a digit of their own. */
const cleanFillers = (text: string): string =>
  text.slice(0, 2).replace(/[KCEX]/gu, '<') + digitsOf(text.slice(2)).value;

function readGuarded(text: string, check: string): GuardedField {
  const { value, corrections } = digitsOf(text);
  return { value, corrections, isRight: String(mrzCheckDigit(value)) === digitsOf(check).value };
}

/** `YYMMDD` to ISO 8601. */
function dateOf(text: string, today: Date, direction: 'past' | 'ahead'): string | null {
  const parts = /^(\d{2})(\d{2})(\d{2})$/u.exec(text);
  if (parts === null) return null;
  const century = Math.floor(today.getUTCFullYear() / 100) * 100;
  const isAfterToday = century + Number(parts[1]) > today.getUTCFullYear();
  const year = century + Number(parts[1]) - (direction === 'past' && isAfterToday ? 100 : 0);
  const iso = `${year}-${parts[2]}-${parts[3]}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

const nameOf = (line: string): string =>
  lettersOf(line)
    .replace(/<[KCELSX<]*$/u, '')
    .replace(/</gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
