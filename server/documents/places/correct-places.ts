import { fold } from '../fold-text.ts';
import { isSyllable } from '../syllables.ts';
import { type AdministrativeUnit, administrativeUnits, type UnitLevel } from './administrative-units.ts';
import { spellingOf } from './spelling.ts';

/** Unit words as printed; "thành phố" is a province or a district. */
const LEVELS: Readonly<Record<string, readonly UnitLevel[]>> = {
  tỉnh: ['province'],
  'thành phố': ['province', 'district'],
  huyện: ['district'],
  quận: ['district'],
  'thị xã': ['district'],
  xã: ['commune'],
  phường: ['commune'],
  'thị trấn': ['commune'],
};
const UNIT_WORD = Object.keys(LEVELS).join('|');
const UNIT = new RegExp(
  `(?<!\\p{L})(?<!thị )(${UNIT_WORD})\\s+([\\p{L}’' -]+?)(?=\\s*(?:[,;.()]|$)|\\s+[-–—]\\s+(?:${UNIT_WORD})\\s|\\s+(?:${UNIT_WORD})\\s)`,
  'giu',
);

interface NamedUnit {
  readonly levels: readonly UnitLevel[];
  readonly name: string;
  readonly start: number;
}

/**
 * Puts right a place's name that no unit bears, when exactly one unit within the districts or provinces that the
 * document names differs from it by marks alone, by one letter, or by a lost dash. `lines` are those of the document. A
 * name that a unit bears, or that is like none, stays as read: names are kept as printed.
 */
export function correctPlaces(value: string, lines: readonly string[]): string {
  const named = unitsNamedIn(value);
  if (named.length === 0) return value;
  const above = [boundsOf(named), boundsOf(lines.flatMap(unitsNamedIn))].find(({ size }) => size > 0);
  let corrected = value;
  // From the end, so that offsets hold.
  for (const { levels, name, start } of named.toReversed()) {
    const better = nameOfUnit(name, levels, above ?? new Set());
    if (better === undefined) continue;
    corrected = `${corrected.slice(0, start)}${better}${corrected.slice(start + name.length)}`;
  }
  return corrected;
}

function unitsNamedIn(text: string): NamedUnit[] {
  return [...text.normalize('NFC').matchAll(UNIT)].map((match) => ({
    levels: LEVELS[match[1]!.toLocaleLowerCase('vi').replace(/\s+/gu, ' ')]!,
    name: match[2]!,
    start: match.index + match[0].length - match[2]!.length,
  }));
}

/** The provinces and districts among the names, as far as they are names of units. */
const boundsOf = (named: readonly NamedUnit[]): Set<AdministrativeUnit> =>
  new Set(
    named.flatMap(({ levels, name }) =>
      levels
        .filter((level) => level !== 'commune')
        .flatMap((level) => administrativeUnits().named(level, name)),
    ),
  );

function isWithin(unit: AdministrativeUnit, bounds: ReadonlySet<AdministrativeUnit>): boolean {
  for (let { parent } = unit; parent !== undefined; { parent } = parent) if (bounds.has(parent)) return true;
  return unit.level === 'province';
}

/** How the unit meant is spelled; undefined when nothing is to be put right. */
function nameOfUnit(
  name: string,
  levels: readonly UnitLevel[],
  bounds: ReadonlySet<AdministrativeUnit>,
): string | undefined {
  const units = administrativeUnits();
  const known = levels.flatMap((level) => units.named(level, name));
  if (known.length > 0) {
    // Of thin dashes between two names the reader loses the most.
    const isDashLost = !/[-–—]/u.test(name) && known.every((unit) => unit.name.includes(' - '));
    return isDashLost ? spelledAs(name, known[0]!.name) : undefined;
  }
  const lettered = levels.flatMap((level) => units.lettered(level, name));
  const like = lettered.filter((unit) => isWithin(unit, bounds));
  const candidates = like.length > 0 ? like : findSlips(name, levels, bounds);
  const names = new Map(candidates.map((unit) => [spellingOf(unit.name), unit.name]));
  const [only, ...others] = names.values();
  return only === undefined || others.length > 0 ? undefined : spelledAs(name, only);
}

/** Units of which the name is a slip; one that makes another syllable counts only within a named district. */
function findSlips(
  name: string,
  levels: readonly UnitLevel[],
  bounds: ReadonlySet<AdministrativeUnit>,
): AdministrativeUnit[] {
  const isSpelled = name.split(' ').every(isSyllable);
  return administrativeUnits().all.filter((unit) => {
    if (!levels.includes(unit.level) || !isSlipOf(name, unit.name)) return false;
    return isSpelled ? unit.parent?.level === 'district' && bounds.has(unit.parent) : isWithin(unit, bounds);
  });
}

/** Whether one letter of one or two syllables differs, marks aside. */
function isSlipOf(name: string, unit: string): boolean {
  const read = fold(name).split(' ');
  const meant = fold(unit).split(' ');
  if (read.length !== meant.length || read.length < 2) return false;
  const wrong = read.filter((word, index) => word !== meant[index]);
  return (
    wrong.length < read.length && read.every((word, index) => differingLetters(word, meant[index]!) <= 1)
  );
}

/** Infinite for words of unlike length. */
const differingLetters = (a: string, b: string): number =>
  a.length === b.length
    ? [...a].filter((letter, index) => letter !== b[index]).length
    : Number.POSITIVE_INFINITY;

/** The unit's name in the case of what was read; syllables that are right keep their printed spelling. */
function spelledAs(read: string, unit: string): string {
  const isUpper = read === read.toLocaleUpperCase('vi');
  const words = read.split(' ');
  const meant = unit.split(' ');
  return meant
    .map((word, index) => {
      const printed = words.length === meant.length ? words[index]! : '';
      if (spellingOf(printed) === spellingOf(word)) return printed;
      return isUpper ? word.toLocaleUpperCase('vi') : word;
    })
    .join(' ');
}
