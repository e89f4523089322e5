import { createHash } from 'node:crypto';

/** What the machine-readable zone says that only who holds the card can know. */
export interface MachineReadableKey {
  /** As printed, of any length: short ones are filled with `<`. */
  readonly documentNumber: string;
  /** YYMMDD. */
  readonly dateOfBirth: string;
  /** YYMMDD. */
  readonly dateOfExpiry: string;
}

const WEIGHTS = [7, 3, 1] as const;
const LEAST_NUMBER_LENGTH = 9;

/** Check digit of ICAO 9303-3 §4.9. A character outside the alphabet of the zone is a RangeError. */
export function checkDigit(text: string): number {
  let sum = 0;
  for (const [i, character] of [...text].entries()) {
    const value = character === '<' ? 0 : Number.parseInt(character, 36);
    if (Number.isNaN(value)) throw new RangeError('a character outside the machine-readable alphabet');
    sum += value * WEIGHTS[i % 3]!;
  }
  return sum % 10;
}

/** The seed K of both access protocols: SHA-1 over number, dates and their check digits (ICAO 9303-11 §9.7.2). */
export function accessSeed(key: MachineReadableKey): Uint8Array {
  const fields = [
    key.documentNumber.toUpperCase().padEnd(LEAST_NUMBER_LENGTH, '<'),
    key.dateOfBirth,
    key.dateOfExpiry,
  ];
  const information = fields.map((field) => `${field}${checkDigit(field)}`).join('');
  return Uint8Array.from(createHash('sha1').update(information, 'latin1').digest());
}
