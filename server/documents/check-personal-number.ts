import type { RecognisedField } from '@saoy/contracts/recognition';

/** Of a field that contradicts another: one of the two was misread. */
const DOUBTFUL = 0.5;

/**
 * The personal number repeats sex, century and year of birth (Decree 137/2015 art. 7): its fourth digit is even
 * for men and counts centuries from 1900, the next two are the year. What contradicts itself needs a person.
 */
export function checkPersonalNumber(
  fields: Record<string, RecognisedField>,
  numberName: 'number' | 'personal_id',
): Record<string, RecognisedField> {
  const number = fields[numberName];
  if (number === undefined || !/^\d{12}$/u.test(number.normalised)) return fields;
  const sign = Number(number.normalised[3]);
  const year = 1900 + Math.floor(sign / 2) * 100 + Number(number.normalised.slice(4, 6));
  // Other digits are of centuries to come: not a number of this kind.
  if (sign > 3) return fields;
  const checked = { ...fields };
  const doubt = (...names: string[]) => {
    for (const name of names) {
      const field = fields[name];
      if (field === undefined) continue;
      checked[name] = { ...field, confidence: Math.min(DOUBTFUL, field.confidence), needsConfirmation: true };
    }
  };
  const birth = fields['date_of_birth']?.normalised ?? '';
  if (/^\d{4}-/u.test(birth) && Number(birth.slice(0, 4)) !== year) doubt(numberName, 'date_of_birth');
  const gender = fields['gender']?.normalised;
  if (gender !== undefined && (gender === 'male') !== (sign % 2 === 0)) doubt(numberName, 'gender');
  return checked;
}
