import { dateInWords } from './date-words.ts';
import type { CheckFinding, FieldCheck } from './field-check.ts';

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/u;

/** Dates that cannot be later than those named after them: birth, death, issue. The same day is in order. */
export const inOrder =
  (...names: readonly string[]): FieldCheck =>
  ({ fields }) => {
    const dated = names.flatMap((name) => {
      const iso = fields[name]?.normalised;
      return iso !== undefined && ISO.test(iso) ? [{ name, iso }] : [];
    });
    return dated.flatMap(({ name, iso }, index): CheckFinding[] => {
      const before = dated[index - 1];
      if (before === undefined || before.iso <= iso) return [];
      return [{ kind: 'contradiction', fields: [before.name, name], why: 'order of the dates' }];
    });
  };

/** A number that ends with the year it was given in ("41/2011") and the date of that year. */
export const yearOfNumber =
  (numberName: string, dateName: string): FieldCheck =>
  ({ fields }) => {
    const year = /(?:^|[/-])((?:19|20)\d{2})(?:$|\/)/u.exec(fields[numberName]?.normalised ?? '')?.[1];
    const date = ISO.exec(fields[dateName]?.normalised ?? '')?.[1];
    if (year === undefined || date === undefined) return [];
    const kind = year === date ? 'agreement' : 'contradiction';
    return [{ kind, fields: [numberName, dateName], why: 'year of the number and year of the date' }];
  };

/** Digits of a date and the words behind them ("ghi bằng chữ: …"). Words that were not understood say nothing. */
export const datesInWords: FieldCheck = ({ text, fields, found }) =>
  Object.entries(fields).flatMap(([name, field]): CheckFinding[] => {
    const digits = ISO.exec(field.normalised);
    const span = found[name]?.spans.at(-1);
    const words = digits === null || span === undefined ? undefined : dateInWords(text, span);
    if (digits === null || words === undefined) return [];
    const pairs = [
      [words.year, Number(digits[1])],
      [words.month, Number(digits[2])],
      [words.day, Number(digits[3])],
    ].filter(([said]) => said !== undefined);
    const agreeing = pairs.filter(([said, printed]) => said === printed).length;
    if (pairs.length === 3 && agreeing === 3)
      return [{ kind: 'agreement', fields: [name], why: 'date in digits and in words' }];
    return agreeing < pairs.length
      ? [{ kind: 'contradiction', fields: [name], why: 'date in digits and in words' }]
      : [];
  });
