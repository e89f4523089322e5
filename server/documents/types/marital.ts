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
  titles: ['GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN', 'XÁC NHẬN TÌNH TRẠNG HÔN NHÂN'],
  signs: ['tinh trang hon nhan', 'giay nay duoc cap de', 'xntthn'],
  bearsSeal: true,
  checks: [personalNumber('personal_id'), inOrder('date_of_birth', 'issue_date')],
  fields: {
    full_name: firstOf(
      afterLabel(['ho chu dem ten', 'ho chu dem va ten', 'ho va ten', 'ho ten'], parseName),
      afterLabel(['ong ba', 'ong', 'ba'], parseName, { beginsLine: true, hasColon: true }),
    ),
    date_of_birth: afterLabel(['ngay thang nam sinh', 'ngay sinh', 'sinh ngay'], parseDate),
    personal_id: firstOf(
      afterLabel(
        [
          'so dinh danh ca nhan',
          'can cuoc cong dan so',
          'giay to tuy than',
          'the can cuoc so',
          'can cuoc so',
          'cccd so',
          'so cccd',
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
