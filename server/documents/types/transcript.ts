import { inOrder } from '../check-dates.ts';
import { toDigits } from '../dates.ts';
import type { DocumentRules } from '../field-rule.ts';
import { parseDate, parseName, parseReference } from '../field-values.ts';
import { afterLabel, officeInCapitals, placeAndDate } from '../find-fields.ts';

/** B1812345, 20DH1234: letters that stand where such numbers have them are letters. */
const LETTERS_AND_DIGITS = /^(?:\p{Lu}{1,4}\d{5,10}|\d{2,3}\p{Lu}{2,4}\d{3,8})$/u;
const repair = (text: string): string => {
  if (LETTERS_AND_DIGITS.test(text) && !/^[OIQ]/u.test(text)) return text;
  return /^[0-9OoQIlSsBZz]{6,12}$/u.test(text) && /\d{3}/u.test(text) ? toDigits(text) : text;
};

/** Bảng điểm of a university or school. */
export const transcript: DocumentRules = {
  type: 'transcript',
  titles: [
    'BẢNG ĐIỂM',
    'BẢNG ĐIỂM TOÀN KHÓA',
    'BẢNG GHI ĐIỂM',
    'PHIẾU ĐIỂM',
    'KẾT QUẢ HỌC TẬP',
    'BẢNG KẾT QUẢ HỌC TẬP',
    'BẢNG GHI KẾT QUẢ HỌC TẬP',
    'HỌC BẠ',
    'HỌC BẠ TRUNG HỌC PHỔ THÔNG',
    'ACADEMIC TRANSCRIPT',
    'TRANSCRIPT OF RECORDS',
  ],
  signs: ['ma sinh vien', 'so tin chi', 'ten hoc phan', 'diem trung binh chung'],
  bearsSeal: true,
  checks: [inOrder('date_of_birth', 'issue_date')],
  fields: {
    full_name: afterLabel(
      ['ho va ten sinh vien', 'ho va ten hoc vien', 'ho va ten', 'ho ten sinh vien', 'ho ten'],
      parseName,
    ),
    date_of_birth: afterLabel(['ngay sinh', 'ngay thang nam sinh', 'sinh ngay'], parseDate),
    student_id: afterLabel(
      [
        'ma sinh vien',
        'ma so sinh vien',
        'mssv',
        'ma sv',
        'ma so sv',
        'ma hoc vien',
        'ma so hoc vien',
        'ma hoc sinh',
        'ma so hoc sinh',
        'student id',
        'student code',
      ],
      parseReference(/^[\p{Lu}\d]{6,12}$/u, repair),
    ),
    issue_date: placeAndDate,
    issuer: officeInCapitals(
      ['truong dai hoc', 'dai hoc', 'hoc vien', 'truong cao dang', 'truong'],
      ['truong phong', 'truong ban', 'truong khoa'],
    ),
  },
};
