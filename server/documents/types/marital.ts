import { inOrder } from '../check-dates.ts';
import { personalNumber } from '../check-personal-number.ts';
import { toDigits } from '../dates.ts';
import type { DocumentRules } from '../field-rule.ts';
import { parseDate, parseDigits, parseName, parseReference } from '../field-values.ts';
import { afterLabel, firstOf, officeInCapitals, placeAndDate } from '../find-fields.ts';
import { registerNumber } from '../numbers.ts';

const repair = (text: string): string => text.replace(/^[0-9OoQIlSsBZz]+(?=\/)/u, toDigits);

/** Giấy xác nhận tình trạng hôn nhân. */
export const marital: DocumentRules = {
  type: 'marital',
  titles: ['GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN'],
  bearsSeal: true,
  checks: [personalNumber('personal_id'), inOrder('date_of_birth', 'issue_date')],
  fields: {
    full_name: afterLabel(['ho chu dem ten', 'ho va ten'], parseName),
    date_of_birth: afterLabel(['ngay thang nam sinh', 'ngay sinh'], parseDate),
    personal_id: firstOf(
      afterLabel(
        [
          'so dinh danh ca nhan',
          'can cuoc cong dan so',
          'giay to tuy than',
          'the can cuoc so',
          'can cuoc so',
          'cccd so',
          'cccd',
        ],
        parseDigits(12),
      ),
    ),
    number: registerNumber(parseReference(/^\d{1,5}\/[\p{L}-]+/u, repair)),
    issue_date: placeAndDate,
    issuer: officeInCapitals(['uy ban nhan dan', 'ubnd']),
  },
};
