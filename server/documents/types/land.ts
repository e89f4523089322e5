import { toDigits } from '../dates.ts';
import type { DocumentRules } from '../field-rule.ts';
import { behindColon, parseName, parseReference } from '../field-values.ts';
import { afterLabel, firstOf, placeAndDate } from '../find-fields.ts';

/** CS 102475 and CH24586: letters, then digits. */
const repair = (text: string): string =>
  text.replace(
    /^(\p{L}{2} ?)([0-9OoQIlSsBZz]{5,8})$/u,
    (_, letters: string, digits: string) => letters + toDigits(digits),
  );

/** Certificate of land use rights and of what stands on the land. */
export const land: DocumentRules = {
  type: 'land',
  titles: ['QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU NHÀ Ở', 'GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT'],
  bearsSeal: true,
  fields: {
    number: afterLabel(['so phat hanh', 'so seri'], parseReference(/^\p{Lu}{2} ?\d{5,8}$/u, repair)),
    register_number: afterLabel(
      ['so vao so cap gcn', 'so vao so'],
      parseReference(/^\p{Lu}{2} ?\d{4,8}$/u, repair),
    ),
    full_name: afterLabel(['ho ong', 'ho ba', 'ong ba', 'ong', 'ba'], parseName, { beginsLine: true }),
    spouse: firstOf(
      afterLabel(
        ['va vo la ba', 'vo la ba', 'va chong la ong', 'chong la ong', 'vo la', 'chong la'],
        parseName,
      ),
      afterLabel(['va vo', 'va chong', 'vo', 'chong', 'cung vo', 'cung chong'], behindColon(parseName), {
        beginsLine: true,
      }),
    ),
    issue_date: placeAndDate,
  },
};
