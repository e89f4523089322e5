import { inOrder } from '../check-dates.ts';
import type { DocumentRules } from '../field-rule.ts';
import { parseDate, parseReference, parseUnmarkedName } from '../field-values.ts';
import { afterLabel } from '../find-fields.ts';

/** Certificates of English proficiency, printed in English. */
export const english: DocumentRules = {
  type: 'english',
  titles: ['CERTIFICATE OF ENGLISH PROFICIENCY', 'ENGLISH LANGUAGE CERTIFICATE', 'CERTIFICATE IN ENGLISH'],
  bearsSeal: true,
  checks: [inOrder('date_of_birth', 'issue_date')],
  fields: {
    full_name: afterLabel(['this is to certify that', 'awarded to', 'full name'], parseUnmarkedName),
    date_of_birth: afterLabel(['date of birth'], parseDate),
    number: afterLabel(
      ['certificate number', 'certificate no'],
      parseReference(/^[\p{Lu}\d]+(?:-[\p{Lu}\d]+)*$/u),
    ),
    issue_date: afterLabel(['date of issue', 'issue date', 'issued on'], parseDate),
  },
};
