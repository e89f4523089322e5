import { inOrder } from '../check-dates.ts';
import type { DocumentRules } from '../field-rule.ts';
import {
  parseDate,
  parseDigits,
  parseName,
  parseReference,
  parseWrappedText,
  type ValueParser,
} from '../field-values.ts';
import { afterLabel, firstOf, officeInCapitals, orElse } from '../find-fields.ts';
import { registerNumber } from '../numbers.ts';

const NUMBER_LABELS = [
  'ma so doanh nghiep',
  'ma so chi nhanh',
  'ma so van phong dai dien',
  'ma so dia diem kinh doanh',
  'ma so hop tac xa',
  'ma so ho kinh doanh',
  'ma so thue',
];

const wellFormed =
  (parse: ValueParser): ValueParser =>
  (behind) => {
    const found = parse(behind);
    return found?.isWellFormed === true ? found : undefined;
  };
/** 0102345678-001: the number of the company and that of its branch. */
const ofBranch = wellFormed(parseReference(/^\d{10}-\d{3}(?!\d)/u));
/** 41A8012345: province, district, eight and a serial (Circular 02/2019/TT-BKHĐT). */
const ofHousehold = wellFormed(parseReference(/^\d{2}\p{Lu}\d{7}(?!\d)/u));

/** Giấy chứng nhận đăng ký doanh nghiệp. */
export const business: DocumentRules = {
  type: 'business',
  titles: [
    'GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP',
    'GIẤY CHỨNG NHẬN ĐĂNG KÝ KINH DOANH',
    'GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH',
    'GIẤY CHỨNG NHẬN ĐĂNG KÝ HỢP TÁC XÃ',
    'GIẤY CHỨNG NHẬN ĐĂNG KÝ HOẠT ĐỘNG CHI NHÁNH',
    'GIẤY CHỨNG NHẬN ĐĂNG KÝ HOẠT ĐỘNG VĂN PHÒNG ĐẠI DIỆN',
    'GIẤY CHỨNG NHẬN ĐĂNG KÝ ĐỊA ĐIỂM KINH DOANH',
  ],
  signs: [
    'ma so doanh nghiep',
    'dang ky lan dau',
    'ten cong ty viet bang tieng viet',
    'dia chi tru so chinh',
    'von dieu le',
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
          'ten hop tac xa',
          'ten chi nhanh',
          'ten van phong dai dien',
          'ten dia diem kinh doanh',
        ],
        parseWrappedText(text),
      )(text),
    number: firstOf(
      afterLabel(NUMBER_LABELS, ofBranch),
      afterLabel(NUMBER_LABELS, parseDigits(10)),
      // Since July 2025 households have the personal number of their owner.
      afterLabel(['ma so ho kinh doanh'], parseDigits(12)),
      registerNumber(ofHousehold),
    ),
    first_issue_date: afterLabel(['dang ky lan dau'], parseDate),
    issue_date: firstOf(
      afterLabel(['dang ky thay doi lan thu', 'dang ky thay doi'], parseDate),
      afterLabel(['dang ky lan dau'], parseDate),
    ),
    issuer: orElse(
      officeInCapitals(['so ke hoach', 'so tai chinh']),
      officeInCapitals(['phong dang ky kinh doanh', 'phong tai chinh', 'phong kinh te']),
      officeInCapitals(['uy ban nhan dan', 'ubnd']),
    ),
    legal_rep: firstOf(
      afterLabel(['ho va ten', 'ho chu dem va ten', 'ho chu dem ten', 'ho ten'], parseName, {
        afterLine: 'nguoi dai dien theo phap luat',
      }),
      afterLabel(['nguoi dai dien theo phap luat', 'dai dien theo phap luat'], parseName, { hasColon: true }),
    ),
  },
};
