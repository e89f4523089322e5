import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A page with known truth. */
export interface Sheet {
  readonly id: string;
  readonly type: string;
  /** Its fields are filled in by hand-like letters. */
  readonly hand: boolean;
  readonly redSeal: boolean;
  readonly sig: boolean;
  readonly bwCopy: boolean;
}

export interface Truth {
  readonly lang: 'vi' | 'en';
  readonly fields: Readonly<Record<string, string>>;
  readonly lines: readonly { readonly text: string; readonly hand: boolean }[];
}

/** A page with one defect, or none (`ok`). */
export interface DefectSheet {
  readonly file: string;
  readonly kind: string;
}

/** What a defect of the set is called as a page problem; absent = no problem of a page. */
export const problemOfDefect: Readonly<Record<string, string>> = {
  blur: 'blur',
  motion: 'motion',
  skew: 'skew',
  upside: 'upside-down',
  rot90: 'upside-down',
  cut: 'cut-off',
  glare: 'glare',
  blank: 'blank',
};

export interface RecognitionSet {
  readonly name: string;
  readonly sheets: readonly Sheet[];
  readonly defects: readonly DefectSheet[];
  readonly pathOf: (sheet: Sheet | DefectSheet) => string;
  readonly truthOf: (sheet: Sheet) => Promise<Truth>;
}

/** The pages of a folder with `manifest.json`, `quality.json`, `img`, `gt` and `quality`; undefined without them. */
export async function openRecognitionSet(folder: string): Promise<RecognitionSet | undefined> {
  if (!existsSync(path.join(folder, 'manifest.json'))) return undefined;
  const json = async <T>(name: string): Promise<T> =>
    JSON.parse(await readFile(path.join(folder, name), 'utf8'));
  const defects = await json<DefectSheet[]>('quality.json');
  return {
    name: path.basename(folder),
    sheets: await json<Sheet[]>('manifest.json'),
    defects: defects.filter(({ kind }) => kind in problemOfDefect || kind === 'ok'),
    pathOf: (sheet) =>
      path.join(folder, 'file' in sheet ? `quality/${sheet.file}.jpg` : `img/${sheet.id}.jpg`),
    truthOf: (sheet) => json<Truth>(`gt/${sheet.id}.json`),
  };
}

/** `count` of the items, spread evenly over all. */
export function pickEvenly<T>(items: readonly T[], count: number): T[] {
  const wanted = Math.min(items.length, count);
  return Array.from({ length: wanted }, (_, index) => items[Math.floor((index * items.length) / wanted)]!);
}
