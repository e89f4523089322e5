import type { PdfDocument } from './pdf-document.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';
import { as, nameOf, type PdfDictionary, type PdfValue } from './pdf-value.ts';
import { referencesWithin } from './references-within.ts';

const MAX_VALUES = 1_000_000;
type Seen = readonly [PdfDocument, PdfValue | undefined];

/** Whether two values, each as its own revision shows it, differ anywhere below. */
export function differsDeeply([before, first]: Seen, [after, second]: Seen): boolean {
  const pending: [PdfValue | undefined, PdfValue | undefined][] = [[first, second]];
  const visited = new Set<string>();
  for (let count = 0; pending.length > 0; count++) {
    if (count > MAX_VALUES) throw new PdfSyntaxError('too-complex', 'too many objects to compare');
    const [a, b] = pending.pop()!;
    const [refA, refB] = [as('reference', a), as('reference', b)];
    if (refA && refB) {
      const key = `${refA.number} ${refB.number}`;
      if (visited.has(key)) continue;
      visited.add(key);
    }
    const [x, y] = [before.resolve(a), after.resolve(b)];
    if (x === y) {
      for (const { reference } of referencesWithin(x)) pending.push([reference, reference]);
      continue;
    }
    if (typeof x !== 'object' || typeof y !== 'object' || x === null || y === null) return true;
    if (x.kind !== y.kind || !hasSameOwnValue(x, y)) return true;
    const [itemsX, itemsY] = [as('array', x)?.items ?? [], as('array', y)?.items ?? []];
    for (const [i, item] of itemsX.entries()) pending.push([item, itemsY[i]]);
    const [dictX, dictY] = [dictionaryOf(x), dictionaryOf(y)];
    for (const key of new Set([...(dictX?.entries.keys() ?? []), ...(dictY?.entries.keys() ?? [])]))
      pending.push([dictX?.entries.get(key), dictY?.entries.get(key)]);
  }
  return false;
}

/** Compares what a value holds itself, leaving out what lies below it. */
function hasSameOwnValue(x: PdfValue, y: PdfValue): boolean {
  const [stringX, stringY] = [as('string', x), as('string', y)];
  if (stringX && stringY) return isSameBytes(stringX.bytes, stringY.bytes);
  const [streamX, streamY] = [as('stream', x), as('stream', y)];
  if (streamX && streamY) return isSameBytes(streamX.raw, streamY.raw);
  const [arrayX, arrayY] = [as('array', x), as('array', y)];
  if (arrayX && arrayY) return arrayX.items.length === arrayY.items.length;
  return nameOf(x) === nameOf(y);
}

const dictionaryOf = (value: PdfValue): PdfDictionary | undefined =>
  as('dictionary', value) ?? as('stream', value)?.dictionary;

export const isSameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  (a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.length === b.length) ||
  Buffer.compare(a, b) === 0;
