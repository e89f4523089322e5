import type { CheckFinding, FieldCheck } from './field-check.ts';

/**
 * The personal number repeats sex, century and year of birth (Decree 137/2015 art. 13): its fourth digit is even
 * for men and counts centuries from 1900, the next two are the year.
 */
export const personalNumber =
  (numberName: string, birthName = 'date_of_birth', genderName = 'gender'): FieldCheck =>
  ({ fields }) => {
    const digits = fields[numberName]?.normalised ?? '';
    if (!/^\d{12}$/u.test(digits)) return [];
    const sign = Number(digits[3]);
    const year = 1900 + Math.floor(sign / 2) * 100 + Number(digits.slice(4, 6));
    const findings: CheckFinding[] = [];
    const compare = (name: string, agrees: boolean, what: string) =>
      findings.push({
        kind: agrees ? 'agreement' : 'contradiction',
        fields: [numberName, name],
        why: `personal number and ${what}`,
      });
    const birth = fields[birthName]?.normalised ?? '';
    if (/^\d{4}-/u.test(birth)) compare(birthName, Number(birth.slice(0, 4)) === year, 'year of birth');
    const gender = fields[genderName]?.normalised;
    if (gender !== undefined) compare(genderName, (gender === 'male') === (sign % 2 === 0), 'sex');
    return findings;
  };
