// What a later revision does to the list of objects: walking the document from its root does not show what was taken
// away, or changed where only a still later revision will look.
import { differsDeeply } from './differs-deeply.ts';
import type { PdfDocument } from './pdf-document.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';
import { as, nameOf, type PdfValue } from './pdf-value.ts';
import { referencesWithin } from './references-within.ts';

const MAX_VALUES = 3_000_000;

/** Numbers that a later revision frees: whatever they held, nothing permitted takes objects away. */
export function freedObjects(before: PdfDocument, after: PdfDocument): number[] {
  const missing = [...before.objectNumbers()].filter((number) => !after.isInUse(number));
  const freed = [...after.freeNumbers()].filter((number) => !before.isFree(number));
  return [...new Set([...missing, ...freed])].filter((number) => number !== 0);
}

/**
 * Objects that only some readers find any more: their generation is no longer the one that references name, or their
 * number is beyond the size that the newest trailer gives (ISO 32000-2 §7.5.5).
 */
export function hiddenObjects(before: PdfDocument, after: PdfDocument): number[] {
  const [sizeBefore, sizeAfter] = [before, after].map(({ trailer }) => {
    const size = trailer.entries.get('Size');
    return typeof size === 'number' ? size : Number.POSITIVE_INFINITY;
  }) as [number, number];
  return [...before.objectNumbers()].filter(
    (number) =>
      after.isInUse(number) &&
      (before.generationOf(number) !== after.generationOf(number) ||
        (number < sizeBefore && number >= sizeAfter)),
  );
}

/** Objects given another content after `before` although nothing in `after` refers to them. */
export function rewrittenUnusedObjects(before: PdfDocument, after: PdfDocument): number[] {
  const rewritten = [...after.objectNumbers()].filter(
    (number) => before.isInUse(number) && !after.hasSamePlace(before, number),
  );
  if (rewritten.length === 0) return [];
  const used = reachableObjects(after);
  return rewritten.filter(
    (number) =>
      !used.has(number) &&
      !isStructural(after, number) &&
      differsDeeply([before, before.readObject(number)], [after, after.readObject(number)]),
  );
}

function isStructural(document: PdfDocument, number: number): boolean {
  if (document.holdsObjects(number)) return true;
  const value = document.readObject(number);
  const type = nameOf(as('stream', value)?.dictionary.entries.get('Type'));
  return value === null || type === 'XRef' || type === 'ObjStm';
}

const known = new WeakMap<PdfDocument, ReadonlySet<number>>();

function reachableObjects(document: PdfDocument): ReadonlySet<number> {
  const answer = known.get(document);
  if (answer !== undefined) return answer;
  const reached = new Set<number>();
  const pending: PdfValue[] = [document.trailer];
  for (let count = 0; pending.length > 0; count++) {
    if (count > MAX_VALUES) throw new PdfSyntaxError('too-complex', 'too many objects to compare');
    for (const { reference } of referencesWithin(pending.pop()!)) {
      if (reached.has(reference.number)) continue;
      reached.add(reference.number);
      pending.push(document.readObject(reference.number));
    }
  }
  known.set(document, reached);
  return reached;
}
