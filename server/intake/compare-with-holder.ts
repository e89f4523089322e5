import type { ReadDocument, ReadField } from '@saoy/contracts/requests/view';
import { findApproximately } from '../documents/find-approximately.ts';
import { fold } from '../documents/fold-text.ts';
import { flagLabels } from './document-words.ts';

export interface CardPerson {
  readonly name: string;
  readonly number: string | null;
}

const NAME_FIELDS = new Set([
  'full_name',
  'father',
  'mother',
  'husband',
  'wife',
  'spouse',
  'head_of_household',
  'legal_rep',
  'plaintiff',
  'defendant',
]);
/** Shorter names are too easily alike. */
const LEAST_LETTERS = 8;
/** Another person's number would be a strange slip of an office. */
const OF_NUMBER = 0.5;

/**
 * Holds the names of an original against the card of the person who asks for the copy. Anyone may ask for a copy of
 * anything, so another name means nothing; nearly the same name is one to compare, and the person's own number beside
 * another name is a flag.
 */
export function compareWithHolder(document: ReadDocument, holder: CardPerson): ReadDocument {
  const fields = document.fields.map((field) =>
    NAME_FIELDS.has(field.name) && isNearly(field.value, holder.name)
      ? { ...field, needsConfirmation: true }
      : field,
  );
  const named = (...names: string[]): ReadField | undefined =>
    document.fields.find(({ name }) => names.includes(name));
  const number = named('personal_id') ?? (document.type === 'cccd' ? named('number') : undefined);
  const name = named('full_name');
  const isOther =
    number !== undefined &&
    name !== undefined &&
    number.normalised === holder.number &&
    fold(name.value) !== fold(holder.name) &&
    !isNearly(name.value, holder.name);
  if (!isOther) return { ...document, fields };
  const flag = {
    code: 'data-mismatch',
    label: flagLabels['data-mismatch'],
    reason: '22.1' as const,
    confidence: Math.round(name.confidence * OF_NUMBER * 100) / 100,
    page: name.page,
    box: name.box,
  };
  return { ...document, fields, flags: [...document.flags, flag] };
}

/** The same letters with other marks, or one letter apart: a slip of the reader or another spelling. */
function isNearly(printed: string, onCard: string): boolean {
  const [a, b] = [fold(printed), fold(onCard)];
  if (a === b) return hasMarks(printed) && marksOf(printed) !== marksOf(onCard);
  const isLong = Math.min(a.length, b.length) >= LEAST_LETTERS;
  return isLong && Math.abs(a.length - b.length) <= 1 && findApproximately(a, b, 1) !== undefined;
}

/** Papers in English print names without marks. */
const hasMarks = (text: string): boolean => /[^ -~]/u.test(text);

/** Letters with their marks, wherever a tone mark is placed (hoà, hòa). */
const marksOf = (text: string): string =>
  [...text.toLocaleLowerCase('vi').normalize('NFD').replace(/\s+/gu, ' ')].sort().join('');
