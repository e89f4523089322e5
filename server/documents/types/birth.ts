import { inOrder, yearOfNumber } from '../check-dates.ts';
import { personalNumber } from '../check-personal-number.ts';
import type { DocumentRules } from '../field-rule.ts';
import {
  parseDate,
  parseDigits,
  parseGender,
  parseName,
  parseReference,
  parseWrappedText,
} from '../field-values.ts';
import { afterLabel, firstOf, placeAndDate } from '../find-fields.ts';
import { registerNumber } from '../numbers.ts';

const NAME_LABELS = [
  'ho chu dem ten khai sinh',
  'ho chu dem va ten khai sinh',
  'ho va ten khai sinh',
  'ho chu dem ten',
  'ho chu dem va ten',
  'ho va ten',
  'ho ten',
];
const ofParent = ['nguoi', 'cha', 'me', 'cua'];

/** Giấy khai sinh and trích lục khai sinh (Circular 04/2020/TT-BTP). */
export const birth: DocumentRules = {
  type: 'birth',
  titles: ['GIẤY KHAI SINH', 'TRÍCH LỤC KHAI SINH', 'TRÍCH LỤC ĐĂNG KÝ KHAI SINH'],
  signs: [
    'nguoi di khai sinh',
    'noi dang ky khai sinh',
    'dang ky khai sinh tai',
    'nguoi ky giay khai sinh',
    'ten nguoi cha',
    'ten nguoi me',
  ],
  bearsSeal: true,
  checks: [
    personalNumber('personal_id'),
    inOrder('date_of_birth', 'issue_date'),
    yearOfNumber('number', 'issue_date'),
  ],
  fields: {
    full_name: afterLabel(NAME_LABELS, parseName, {
      notFollowedBy: ofParent,
    }),
    date_of_birth: afterLabel(['ngay thang nam sinh', 'ngay sinh', 'sinh ngay'], parseDate),
    gender: afterLabel(['gioi tinh', 'nam nu'], parseGender),
    father: afterLabel(['nguoi cha', 'ten cha', 'ho ten cha'], parseName),
    mother: afterLabel(['nguoi me', 'ten me', 'ho ten me'], parseName),
    personal_id: afterLabel(['so dinh danh ca nhan', 'so dinh danh'], parseDigits(12)),
    number: registerNumber(parseReference(/\d{1,5}(?:\/\d{4})?(?:\/?[\p{L}-]+)?/u)),
    issue_date: firstOf(
      afterLabel(['ngay thang nam dang ky', 'ngay dang ky'], parseDate),
      placeAndDate,
      afterLabel(['dang ky ngay'], parseDate),
    ),
    issuer: (text) =>
      afterLabel(
        ['noi dang ky khai sinh', 'dang ky khai sinh tai', 'noi dang ky'],
        parseWrappedText(text),
      )(text),
  },
};
