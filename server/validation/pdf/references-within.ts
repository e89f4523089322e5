import type { PdfReference, PdfValue } from './pdf-value.ts';

export interface LocatedReference {
  readonly reference: PdfReference;
  /** From the value to the reference, as `/Resources/Font/F1`. */
  readonly path: string;
}

const known = new WeakMap<object, readonly LocatedReference[]>();

/**
 * The references inside a value. Revisions of one file share the values that stand in both, and what such a value refers
 * to is then all that can differ below it.
 */
export function referencesWithin(value: PdfValue): readonly LocatedReference[] {
  if (typeof value !== 'object' || value === null) return [];
  const answer = known.get(value);
  if (answer !== undefined) return answer;
  const found: LocatedReference[] = [];
  collect(value, '', found);
  known.set(value, found);
  return found;
}

/** Values are nested no deeper than the parser permits. */
function collect(value: PdfValue, path: string, found: LocatedReference[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (value.kind === 'reference') found.push({ reference: value, path });
  else if (value.kind === 'array') {
    for (const [i, item] of value.items.entries())
      if (typeof item === 'object' && item !== null) collect(item, `${path}/${i}`, found);
  } else if (value.kind === 'dictionary') {
    for (const [key, item] of value.entries) collect(item, `${path}/${key}`, found);
  } else if (value.kind === 'stream') collect(value.dictionary, path, found);
}
