import { lettersOf, zoneLineOf } from './look-alikes.ts';

/** ICAO 9303-4 §4.2: 44 characters a line; a reader adds or loses a few. */
const SHORTEST_LINE = 38;
const LONGEST_LINE = 48;
const FIRST_LINE = /^P[A-Z<][A-Z0-9<]{3}[A-Z0-9]+<.*<</u;
/** Birth, sex and expiry with their check digits, behind number and nationality. */
const SECOND_LINE = /^[A-Z0-9<]{10,16}\d{7}[MFX<]\d{7}/u;

/**
 * Which state issued a passport, by the two machine-readable lines among what was read: `VNM` of Vietnam; undefined
 * where no such lines stand.
 */
export function passportStateOf(text: string): string | undefined {
  const lines = text
    .split(/\r?\n/u)
    .map(zoneLineOf)
    .filter(({ length }) => length >= SHORTEST_LINE && length <= LONGEST_LINE);
  const at = lines.findIndex(
    (line, i) => FIRST_LINE.test(line) && lines[i + 1] !== undefined && SECOND_LINE.test(lines[i + 1]!),
  );
  return at < 0 ? undefined : lettersOf(lines[at]!.slice(2, 5)).replace(/<+$/u, '');
}
