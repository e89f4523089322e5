import { inOrder } from '../check-dates.ts';
import type { DocumentRules } from '../field-rule.ts';
import { parseDate, parseDigits, parseName, parseWrappedText } from '../field-values.ts';
import { afterLabel, firstOf, officeInCapitals } from '../find-fields.ts';

/** Giấy chứng nhận đăng ký doanh nghiệp. */
export const business: DocumentRules = {
  type: 'business',
  titles: [
    'GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP',
    'GIẤY CHỨNG NHẬN ĐĂNG KÝ KINH DOANH',
    'GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH',
  ],
  bearsSeal: true,
  checks: [inOrder('first_issue_date', 'issue_date')],
  fields: {
    company: (text) =>
      afterLabel(
        [
          'ten cong ty viet bang tieng viet',
          'ten doanh nghiep viet bang tieng viet',
          'ten doanh nghiep',
          'ten ho kinh doanh',
        ],
        parseWrappedText(text),
      )(text),
    number: afterLabel(['ma so doanh nghiep', 'ma so ho kinh doanh', 'ma so thue'], parseDigits(10)),
    first_issue_date: afterLabel(['dang ky lan dau'], parseDate),
    issue_date: firstOf(
      afterLabel(['dang ky thay doi lan thu', 'dang ky thay doi'], parseDate),
      afterLabel(['dang ky lan dau'], parseDate),
    ),
    issuer: officeInCapitals(['so ke hoach', 'so tai chinh', 'phong dang ky kinh doanh']),
    legal_rep: firstOf(
      afterLabel(['ho va ten', 'ho chu dem va ten', 'ho chu dem ten', 'ho ten'], parseName, {
        afterLine: 'nguoi dai dien theo phap luat',
      }),
      afterLabel(['nguoi dai dien theo phap luat', 'dai dien theo phap luat'], parseName, { hasColon: true }),
    ),
  },
};
