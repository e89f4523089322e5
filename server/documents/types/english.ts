import { inOrder } from '../check-dates.ts';
import type { DocumentRules } from '../field-rule.ts';
import { parseDate, parseReference, parseUnmarkedName } from '../field-values.ts';
import { afterLabel } from '../find-fields.ts';

/** Certificates of English proficiency, printed in English. */
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
  ],
  bearsSeal: true,
  checks: [inOrder('date_of_birth', 'issue_date')],
  fields: {
    full_name: afterLabel(
      [
        'this is to certify that',
        'this certifies that',
        'certify that',
        'awarded to',
        'presented to',
        'name of candidate',
        'candidate name',
        'full name',
        'name',
      ],
      parseUnmarkedName,
    ),
    date_of_birth: afterLabel(['date of birth'], parseDate),
    number: afterLabel(
      [
        'certificate number',
        'certificate no',
        'serial number',
        'serial no',
        'reference number',
        'reference no',
        'registration number',
        'registration no',
        'report form number',
      ],
      parseReference(/^[\p{Lu}\d]+(?:-[\p{Lu}\d]+)*$/u),
    ),
    issue_date: afterLabel(
      ['date of issue', 'issue date', 'issued on', 'date issued', 'date of award', 'dated'],
      parseDate,
    ),
  },
};
