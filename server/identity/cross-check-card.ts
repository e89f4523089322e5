import type { CardHolder } from '@saoy/contracts/identity';
import type { Td1Reading } from './mrz/parse-td1.ts';
import { plainName } from './plain-name.ts';

/** What is clearly printed on a side of a card, and its machine-readable zone if it has one. */
export interface CardPrint {
  readonly number: string | null;
  readonly fullName: string | null;
  /** ISO 8601. */
  readonly dateOfBirth: string | null;
  readonly sex: 'M' | 'F' | null;
  readonly zone: Td1Reading | null;
  /** Where it is no card but the page of a passport: the state that issued it. */
  readonly passportState?: string;
}

/** What the places of one card disagree about; a person judges it. */
export type CardDisagreement =
  | `${'print' | 'zone'}-${'number' | 'name' | 'birth' | 'sex'}-differs`
  | 'zone-check-wrong'
  | 'card-of-another-state';

/**
 * Holds the code of a card, its print and its zone against each other. The code is unsigned and print can be altered:
 * that they agree proves nothing, that they disagree is for a person to see. Without a code print and zone are compared.
 */
export function crossCheckCard(holder: CardHolder | null, prints: readonly CardPrint[]): CardDisagreement[] {
  const flags = new Set<CardDisagreement>();
  const zones = prints.flatMap(({ zone }) => (zone === null ? [] : [zone]));
  const stated = holder === null ? prints.find(({ number }) => number !== null) : undefined;
  const reference = holder === null ? (stated ?? null) : printOf(holder);
  for (const print of holder === null ? [] : prints)
    for (const what of differences(reference, print)) flags.add(`print-${what}-differs`);
  if (prints.some(({ passportState = 'VNM' }) => passportState !== 'VNM')) flags.add('card-of-another-state');
  for (const zone of zones) {
    if (zone.issuingState !== 'VNM') {
      flags.add('card-of-another-state');
      continue;
    }
    if (Object.values(zone.checks).includes(false)) flags.add('zone-check-wrong');
    for (const what of differences(reference, trustedOf(zone))) flags.add(`zone-${what}-differs`);
  }
  return [...flags].sort();
}

type Stated = Omit<CardPrint, 'zone' | 'passportState'>;

const printOf = (holder: CardHolder): Stated => ({
  number: holder.number,
  fullName: holder.fullName,
  dateOfBirth: holder.dateOfBirth,
  sex: sexOf(holder.gender),
});

const sexOf = (gender: string): 'M' | 'F' | null => {
  const word = gender.normalize('NFC').toLocaleLowerCase('vi');
  return word === 'nam' ? 'M' : word === 'nữ' ? 'F' : null;
};

/** What its check digits confirm. A zone misread in one place says nothing about that place. */
const trustedOf = (zone: Td1Reading): Stated => ({
  number: zone.checks.documentNumber ? zone.personalNumber : null,
  fullName: zone.checks.composite ? zone.name : null,
  dateOfBirth: zone.checks.dateOfBirth ? zone.dateOfBirth : null,
  sex: zone.checks.composite ? zone.sex : null,
});

function differences(a: Stated | null, b: Stated): ('number' | 'name' | 'birth' | 'sex')[] {
  if (a === null) return [];
  const differ = <T>(left: T | null, right: T | null): boolean =>
    left !== null && right !== null && left !== right;
  return [
    ...(differ(a.number, b.number) ? (['number'] as const) : []),
    ...(differ(a.fullName && plainName(a.fullName), b.fullName && plainName(b.fullName))
      ? (['name'] as const)
      : []),
    ...(differ(a.dateOfBirth, b.dateOfBirth) ? (['birth'] as const) : []),
    ...(differ(a.sex, b.sex) ? (['sex'] as const) : []),
  ];
}
