import { inOrder } from '../check-dates.ts';
import { toDigits } from '../dates.ts';
import type { DocumentRules } from '../field-rule.ts';
import { parseDate, parseName, parseReference, parseWrappedText } from '../field-values.ts';
import { afterLabel, firstOf, officeInCapitals, orElse, placeAndDate } from '../find-fields.ts';
import { registerNumber } from '../numbers.ts';

const repair = (text: string): string => text.replace(/^[0-9OoQIlSsBZz]+(?=\/)/u, toDigits);

/** Trích lục khai tử and giấy chứng tử. */
export const death: DocumentRules = {
  type: 'death',
  titles: ['TRÍCH LỤC KHAI TỬ', 'GIẤY CHỨNG TỬ'],
  signs: ['da chet vao luc', 'noi chet', 'nguyen nhan chet', 'dang ky khai tu tai'],
  bearsSeal: true,
  checks: [inOrder('date_of_birth', 'date_of_death', 'issue_date')],
  fields: {
    full_name: afterLabel(['ho chu dem ten', 'ho chu dem va ten', 'ho va ten', 'ho ten'], parseName),
    date_of_birth: afterLabel(['ngay thang nam sinh', 'ngay sinh', 'sinh ngay'], parseDate),
    date_of_death: afterLabel(
      [
        'da chet vao luc',
        'chet vao luc',
        'da chet luc',
        'chet luc',
        'ngay thang nam chet',
        'ngay chet',
        'tu tran',
      ],
      parseDate,
    ),
    number: registerNumber(parseReference(/^\d{1,5}(?:\/\d{4})?(?:\/[\p{L}-]+)?/u, repair)),
    issue_date: firstOf(placeAndDate, afterLabel(['ngay thang nam dang ky', 'ngay dang ky'], parseDate)),
    issuer: (text) =>
      orElse(
        officeInCapitals(['uy ban nhan dan', 'ubnd']),
        afterLabel(['noi dang ky khai tu', 'dang ky khai tu tai', 'noi dang ky'], parseWrappedText(text)),
      )(text),
  },
};
