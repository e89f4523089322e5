import { vietnamDay } from '../calendar/vietnam-time.ts';
import type { FeeTable } from '../fees/fee-table.ts';
import type { AuthorityConfiguration, AuthorityVersion } from './authority-schema.ts';

/** An authority as it is on one day, with the wording and the fee table in force. */
export interface Authority extends AuthorityVersion {
  readonly id: string;
  readonly wording: readonly string[];
  readonly feeTable: FeeTable;
}

const inForce = <T extends { effectiveFrom: string }>(entries: readonly T[], day: string): T => {
  const entry = entries.findLast(({ effectiveFrom }) => effectiveFrom <= day);
  if (entry === undefined) throw new RangeError(`nothing is in force on ${day}`);
  return entry;
};

/**
 * Picks what is in force at a moment, by the Vietnamese day.
 * @throws RangeError before the first entry of any part
 */
export const authorityAt = (configuration: AuthorityConfiguration, at: Date): Authority => {
  const day = vietnamDay(at);
  return {
    ...inForce(configuration.versions, day),
    id: configuration.id,
    wording: inForce(configuration.wording, day).lines,
    feeTable: inForce(configuration.feeTables, day),
  };
};

/** The register book as its cover reads, `01/2026`. */
export const bookLabel = (authority: Authority, bookNumber: number, year: number): string =>
  authority.registerBook.notation
    .replace('{book}', String(bookNumber).padStart(2, '0'))
    .replace('{year}', String(year));
