import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { readImageFile } from '@saoy/imaging';
import type { FaceComparison, FaceMatcher } from './face-matcher.ts';

/** One comparison of a list, with the paths as the list gave them; `same` where the list says it. */
export interface ComparedPair {
  readonly first: string;
  readonly second: string;
  readonly same?: boolean;
  readonly comparison?: FaceComparison;
  readonly error?: Fault;
}

/** Compares the main face of two picture files; fails as FaceMatcher.embed, the detail naming the file. */
export const compareFiles = async (
  matcher: FaceMatcher,
  first: string,
  second: string,
): Promise<Result<FaceComparison>> => {
  const a = await embedFile(matcher, first);
  if (!a.ok) return a;
  const b = await embedFile(matcher, second);
  if (!b.ok) return b;
  return ok(matcher.compare(a.value, b.value));
};

/**
 * Compares every pair of a tab-separated list with a header line whose first two columns are the files,
 * relative to the list, and whose optional third column is 1 for the same person. Each file is embedded once.
 * Fails only when the list itself cannot be read; a pair that cannot be compared carries its error.
 */
export const comparePairs = async (
  matcher: FaceMatcher,
  listPath: string,
): Promise<Result<ComparedPair[]>> => {
  let text: string;
  try {
    text = await readFile(listPath, 'utf8');
  } catch {
    return err(fault('image.unreadable', `${listPath} cannot be read`));
  }
  const known = new Map<string, Result<Float32Array>>();
  const embedOnce = async (path: string): Promise<Result<Float32Array>> => {
    const found = known.get(path) ?? (await embedFile(matcher, resolve(dirname(listPath), path)));
    known.set(path, found);
    return found;
  };
  const pairs: ComparedPair[] = [];
  for (const [first = '', second = '', label] of rowsOf(text)) {
    const a = await embedOnce(first);
    const b = await embedOnce(second);
    const same = label === undefined || label === '' ? {} : { same: label === '1' };
    if (!a.ok) pairs.push({ first, second, ...same, error: a.error });
    else if (!b.ok) pairs.push({ first, second, ...same, error: b.error });
    else pairs.push({ first, second, ...same, comparison: matcher.compare(a.value, b.value) });
  }
  return ok(pairs);
};

const rowsOf = (text: string): string[][] => {
  const rows = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t').map((cell) => cell.trim()));
  return rows[0]?.[0]?.toLowerCase() === 'first' ? rows.slice(1) : rows;
};

const embedFile = async (matcher: FaceMatcher, path: string): Promise<Result<Float32Array>> => {
  const bytes = await readImageFile(path);
  const embedded = bytes.ok ? await matcher.embed(bytes.value, { search: 'frame' }) : bytes;
  if (embedded.ok) return ok(embedded.value.embedding);
  const { code, detail } = embedded.error;
  return err(fault(code, detail === undefined ? path : `${path}: ${detail}`));
};
