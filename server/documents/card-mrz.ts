import { mrzCheckDigit } from '@saoy/contracts/mrz-check-digit';
import { toDigits } from './dates.ts';
import type { DocumentText } from './document-text.ts';
import type { FoundField } from './field-rule.ts';

/** First line of a Vietnamese card (ICAO 9303-5, TD1): document number, check digit, personal number. */
const FIRST_LINE = /^[I1lT|L]{0,2}D[VY]NM([0-9OQDIlSBZ|]{21,24})/u;
const LENGTH = 22;

/** The check digit agrees and the personal number ends with the document number, as on all these cards. */
const isConfirmed = (digits: string): boolean =>
  digits.length === LENGTH &&
  /^\d+$/u.test(digits) &&
  mrzCheckDigit(digits.slice(0, 9)) === Number(digits[9]) &&
  digits.slice(10).endsWith(digits.slice(0, 9));

/** The personal number of the machine-readable zone; well-formed when its check digit agrees. */
export function numberOfMrz(text: DocumentText): FoundField | undefined {
  for (const line of text.lines) {
    const read = FIRST_LINE.exec(line.text.replace(/\s/gu, ''))?.[1];
    if (read === undefined) continue;
    const digits = toDigits(read);
    // The reader doubles a letter now and then ("0O"): the check digit tells which one.
    const shortened = [...digits].map((_, at) => digits.slice(0, at) + digits.slice(at + 1));
    const confirmed = [digits, ...shortened].find(isConfirmed);
    const number = (confirmed ?? digits).slice(10, LENGTH);
    if (number.length !== 12) continue;
    return {
      value: number,
      normalised: number,
      spans: [{ line, start: 0, end: line.text.length }],
      isWellFormed: confirmed !== undefined,
    };
  }
  return undefined;
}
