import { fold } from './fold-text.ts';

const UNITS: Record<string, number> = {
  khong: 0,
  mot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  tu: 4,
  nam: 5,
  lam: 5,
  nham: 5,
  sau: 6,
  bay: 7,
  tam: 8,
  chin: 9,
};
const ORDERS = ['muoi', 'chuc', 'tram', 'nghin', 'ngan'];
const FILLERS = ['linh', 'le'];
const VOCABULARY = [...Object.keys(UNITS), ...ORDERS, ...FILLERS];

/** The number word that this is, one slip of the reader allowed where that leaves no doubt. */
export function toNumberWord(word: string): string | undefined {
  const folded = fold(word);
  if (VOCABULARY.includes(folded)) return folded;
  if (folded.length < 3) return undefined;
  const near = VOCABULARY.filter((known) => known.length >= 3 && differsByOne(known, folded));
  return near.length === 1 ? near[0] : undefined;
}

/** 0 to 9999 from Vietnamese number words; undefined when they are no number. */
export function parseNumberWords(words: readonly string[]): number | undefined {
  let total = 0;
  let pending: number | undefined;
  let hasOrder = false;
  for (const word of words) {
    const known = toNumberWord(word);
    if (known === undefined) return undefined;
    if (known === 'nghin' || known === 'ngan') {
      total = (total + (pending ?? 0)) * 1000;
      pending = undefined;
    } else if (known === 'tram') {
      total += (pending ?? 1) * 100;
      pending = undefined;
    } else if (known === 'muoi' || known === 'chuc') {
      total += (pending ?? 1) * 10;
      pending = undefined;
    } else if (!FILLERS.includes(known)) {
      // Digit by digit ("một chín chín bảy") each digit moves the ones before it.
      if (pending !== undefined && hasOrder) return undefined;
      pending = pending === undefined ? UNITS[known]! : pending * 10 + UNITS[known]!;
    }
    hasOrder ||= ORDERS.includes(known);
  }
  return words.length === 0 ? undefined : total + (pending ?? 0);
}

function differsByOne(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at += 1;
  const restOfA = a.slice(at);
  const restOfB = b.slice(at);
  return (
    restOfA.slice(1) === restOfB.slice(1) || restOfA === restOfB.slice(1) || restOfA.slice(1) === restOfB
  );
}
