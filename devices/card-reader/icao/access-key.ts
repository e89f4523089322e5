import { createHash } from 'node:crypto';
import { mrzCheckDigit } from '@saoy/contracts/mrz-check-digit';

/** What the machine-readable zone says that only who holds the card can know. */
export interface MachineReadableKey {
  /** As printed, of any length: short ones are filled with `<`. */
  readonly documentNumber: string;
  /** YYMMDD. */
  readonly dateOfBirth: string;
  /** YYMMDD. */
  readonly dateOfExpiry: string;
}

const LEAST_NUMBER_LENGTH = 9;

/** The seed K of both access protocols: SHA-1 over number, dates and their check digits (ICAO 9303-11 §9.7.2). */
export function accessSeed(key: MachineReadableKey): Uint8Array {
  const fields = [
    key.documentNumber.toUpperCase().padEnd(LEAST_NUMBER_LENGTH, '<'),
    key.dateOfBirth,
    key.dateOfExpiry,
  ];
  const information = fields.map((field) => `${field}${mrzCheckDigit(field)}`).join('');
  return Uint8Array.from(createHash('sha1').update(information, 'latin1').digest());
}
