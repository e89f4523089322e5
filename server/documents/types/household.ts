import type { DocumentRules } from '../field-rule.ts';
import { parseDate, parseName, parseReference } from '../field-values.ts';
import { afterLabel, firstOf, placeAndDate } from '../find-fields.ts';
import { registerNumber } from '../numbers.ts';

/** Sổ hộ khẩu: no longer issued, still copied. */
export const household: DocumentRules = {
  type: 'household',
  titles: ['SỔ HỘ KHẨU', 'SỔ HỘ KHẨU GIA ĐÌNH'],
  signs: ['ten chu ho', 'quan he voi chu ho', 'so ho khau'],
  bearsSeal: true,
  fields: {
    head_of_household: firstOf(
      afterLabel(['ho va ten chu ho', 'ten chu ho'], parseName),
      afterLabel(['chu ho'], parseName, { beginsLine: true, hasColon: true }),
    ),
    number: firstOf(
      registerNumber(parseReference(/\d{6,12}/u)),
      afterLabel(['so ho khau so'], parseReference(/\d{6,12}/u)),
    ),
    issue_date: firstOf(afterLabel(['ngay cap', 'cap ngay'], parseDate), placeAndDate),
  },
};
