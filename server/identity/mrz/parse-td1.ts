// The machine-readable zone on the back of a card: three lines of thirty characters (ICAO 9303-5 §4.2, Vietnamese use
// of the optional data as printed on the cards since 2021).
import { checkDigit } from './check-digit.ts';

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
const TO_DIGIT: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  U: '0',
  I: '1',
  L: '1',
  T: '1',
  Z: '2',
  A: '4',
  S: '5',
  G: '6',
  Y: '7',
  B: '8',
  P: '9',
};
const TO_LETTER: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  '2': 'Z',
  '4': 'A',
  '5': 'S',
  '6': 'G',
  '7': 'T',
  '8': 'B',
};
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
  const lines = findLines(text);
  return lines === undefined ? undefined : readLines(lines, today);
}

/** Upper case without blanks; what a reader makes of `<` becomes `<` again. */
const cleanLine = (line: string): string =>
  line
    .normalize('NFD')
    .toUpperCase()
    .replace(/[«‹≤([{]/gu, '<')
    .replace(/[^A-Z0-9<]/gu, '');

type Lines = readonly [string, string, string];

function findLines(text: string): Lines | undefined {
  const lines = text
    .split(/\r?\n/u)
    .map(cleanLine)
    .filter((line) => line.length >= 20);
  for (let i = 0; i + 2 < lines.length; i++) {
    const [first, second, third] = lines.slice(i, i + 3) as [string, string, string];
    if (isFirstLine(first) && /^[0-9OQDUILTZASGYBP]{6}/u.test(second) && third.includes('<'))
      return [fit(first), fit(second), fit(third)];
  }
  return undefined;
}

const isFirstLine = (line: string): boolean => /^[I1LT][D0OQ<]?[A-Z0-9]{3}[A-Z0-9<]{9}/u.test(line);

/** Exactly thirty characters: fillers lost or doubled at the end are common, elsewhere they are not. */
const fit = (line: string): string => line.slice(0, LINE_LENGTH).padEnd(LINE_LENGTH, '<');

function readLines([first, second, third]: Lines, today: Date): Td1Reading {
  const number = readGuarded(first.slice(5, 14), first[14]!);
  const birth = readGuarded(second.slice(0, 6), second[6]!);
  const expiry = readGuarded(second.slice(8, 14), second[14]!);
  const optional = digitsOf(first.slice(15, 27));
  const sexLetter = second[7];
  const corrected = [
    number.value + checkDigit(number.value) + optional.value.slice(0, 12) + cleanFillers(first.slice(27)),
    birth.value + checkDigit(birth.value),
    expiry.value + checkDigit(expiry.value),
    second.slice(18, 29),
  ].join('');
  const composite = digitsOf(second[29]!).value;
  const isPersonalNumber = /^\d{12}$/u.test(optional.value);
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
      composite: String(checkDigit(corrected)) === composite,
    },
    corrections: number.corrections + birth.corrections + expiry.corrections + optional.corrections,
  };
}

const digitsOf = (text: string): { readonly value: string; readonly corrections: number } => {
  let corrections = 0;
  const value = [...text]
    .map((character) => {
      const digit = TO_DIGIT[character];
      if (digit !== undefined) corrections++;
      return digit ?? character;
    })
    .join('');
  return { value, corrections };
};

const lettersOf = (text: string): string =>
  [...text].map((character) => TO_LETTER[character] ?? character).join('');

/** The last three of the first line: fillers and, on Vietnamese cards, a digit of their own. */
const cleanFillers = (text: string): string =>
  text.slice(0, 2).replace(/[KCE]/gu, '<') + digitsOf(text.slice(2)).value;

function readGuarded(text: string, check: string): GuardedField {
  const { value, corrections } = digitsOf(text);
  return { value, corrections, isRight: String(checkDigit(value)) === digitsOf(check).value };
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
    .replace(/<[KCELS<]*$/u, '')
    .replace(/</gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
