import { inOrder } from '../check-dates.ts';
import { type Span, textOf } from '../document-text.ts';
import type { DocumentRules, FieldRule, FoundField } from '../field-rule.ts';
import { parseDate, parseName, parseReference, parseUnmarkedName, trimSpan } from '../field-values.ts';
import { afterLabel, firstOf, placeAndDate } from '../find-fields.ts';

/** ENC-2041-55512, ELT/2021/12345: parts of capitals and digits, joined or apart. */
const NUMBER = /^(?=.*\d)[\p{Lu}\d]+(?:[-/.][\p{Lu}\d]+)*(?=$|[\s,;])/u;

/** Forms with the family name on a line of its own; the order of the two is a person's to confirm. */
const familyAndFirstNames: FieldRule = (text) => {
  const word = (behind: Span): FoundField | undefined => {
    const span = trimSpan(behind);
    const value = textOf(span);
    const isName = /^\p{Lu}[\p{L}'’ -]*$/u.test(value);
    return isName ? { value, normalised: value, spans: [span], isWellFormed: true } : undefined;
  };
  const family = afterLabel(['family name', 'surname'], word)(text);
  const first = afterLabel(
    ['first name s', 'first names', 'first name', 'given names', 'given name'],
    word,
  )(text);
  if (family === undefined || first === undefined) return undefined;
  const value = `${family.value} ${first.value}`;
  return {
    value,
    normalised: value,
    spans: [...family.spans, ...first.spans],
    isWellFormed: true,
    isAmbiguous: true,
  };
};

/** Certificates of English proficiency, printed in English or by a Vietnamese school. */
export const english: DocumentRules = {
  type: 'english',
  titles: [
    'CERTIFICATE OF ENGLISH PROFICIENCY',
    'CERTIFICATE OF ENGLISH LANGUAGE',
    'CERTIFICATE OF PROFICIENCY IN ENGLISH',
    'ENGLISH LANGUAGE CERTIFICATE',
    'ENGLISH PROFICIENCY CERTIFICATE',
    'ENGLISH LANGUAGE PROFICIENCY',
    'ENGLISH PROFICIENCY TEST',
    'CERTIFICATE IN ENGLISH',
    'TEST OF ENGLISH',
    'TEST REPORT FORM',
    'ENGLISH LANGUAGE TESTING SYSTEM',
    'TEST OF ENGLISH FOR INTERNATIONAL COMMUNICATION',
    'PEARSON TEST OF ENGLISH',
    'OFFICIAL SCORE REPORT',
    'FIRST CERTIFICATE IN ENGLISH',
    'CERTIFICATE IN ADVANCED ENGLISH',
    'PRELIMINARY ENGLISH TEST',
    'CHỨNG CHỈ TIẾNG ANH',
    'CHỨNG CHỈ NĂNG LỰC TIẾNG ANH',
    'CHỨNG CHỈ NĂNG LỰC NGOẠI NGỮ',
    'NĂNG LỰC TIẾNG ANH',
    'NĂNG LỰC NGOẠI NGỮ',
  ],
  signs: ['common european framework', 'overall band score', 'certificate number', 'listening', 'speaking'],
  bearsSeal: true,
  checks: [inOrder('date_of_birth', 'issue_date')],
  fields: {
    full_name: firstOf(
      familyAndFirstNames,
      afterLabel(
        [
          'this is to certify that',
          'this certifies that',
          'certify that',
          'awarded to',
          'presented to',
          'conferred upon',
          'conferred on',
          'name of candidate',
          'candidate name',
          'full name',
          'name',
        ],
        parseUnmarkedName,
      ),
      afterLabel(['cap cho', 'cho', 'ho va ten', 'ho ten'], parseName),
    ),
    date_of_birth: afterLabel(
      ['date of birth', 'born on', 'born', 'ngay sinh', 'ngay thang nam sinh', 'sinh ngay'],
      parseDate,
    ),
    number: firstOf(
      afterLabel(
        ['certificate number', 'certificate no', 'report form number', 'certificate id'],
        parseReference(NUMBER),
      ),
      afterLabel(
        [
          'serial number',
          'serial no',
          'reference number',
          'reference no',
          'registration number',
          'registration no',
          'so hieu chung chi',
          'so hieu',
        ],
        parseReference(NUMBER),
      ),
      afterLabel(['no', 'number'], parseReference(NUMBER), { beginsLine: true }),
    ),
    issue_date: firstOf(
      afterLabel(
        ['date of issue', 'issue date', 'issued on', 'date issued', 'date of award', 'awarded on', 'dated'],
        parseDate,
      ),
      placeAndDate,
      afterLabel(['date'], parseDate, { beginsLine: true, hasColon: true }),
    ),
  },
};
