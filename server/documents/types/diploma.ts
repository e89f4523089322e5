import { inOrder, yearOfNumber } from '../check-dates.ts';
import { toDigits } from '../dates.ts';
import type { DocumentRules } from '../field-rule.ts';
import { parseDate, parseName, parseReference, parseText } from '../field-values.ts';
import { afterLabel, firstOf, officeInCapitals, placeAndDate } from '../find-fields.ts';

/**
 * QB9821648: letters, then digits only. No series has one letter and eight digits: the first of them is a
 * letter that looks like one.
 */
const repairSerial = (text: string): string =>
  text
    .replace(
      /^([\p{L}0-9]{1,3}?)([0-9OoQDIl|SsBZz]{5,9})(?=\s|$)/u,
      (_, letters: string, digits: string) => letters + toDigits(digits),
    )
    .replace(/^(\p{L})8(?=[0-9]{7}(?:\s|$))/u, '$1B');

/** 2549/ĐH-2005: digits, school code, year. */
const repairRegister = (text: string): string =>
  text.replace(/^([0-9OoQIlSsBZz]+)(?=\/)/u, toDigits).replace(/[0-9OoQIlSsBZz]{4}$/u, toDigits);

const serial = afterLabel(
  ['so hieu bang', 'so hieu'],
  parseReference(/^\p{Lu}{0,3} ?\d{5,9}$/u, repairSerial),
);
const register = afterLabel(
  ['so vao so cap bang', 'so vao so goc cap van bang', 'so vao so goc', 'so vao so'],
  parseReference(/^\d+\/[\p{L}-]+[-/]\d{4}$/u, repairRegister),
);

/** Bằng tốt nghiệp, bilingual or not (Circular 21/2019/TT-BGDĐT). */
export const diploma: DocumentRules = {
  type: 'diploma',
  titles: [
    'BẰNG TỐT NGHIỆP ĐẠI HỌC',
    'BẰNG TỐT NGHIỆP',
    'BẰNG TỐT NGHIỆP TRUNG HỌC PHỔ THÔNG',
    'BẰNG TỐT NGHIỆP CAO ĐẲNG',
    'BẰNG CỬ NHÂN',
    'BẰNG KỸ SƯ',
    'BẰNG THẠC SĨ',
    'BẰNG TIẾN SĨ',
    'THE DEGREE OF BACHELOR',
  ],
  bearsSeal: true,
  checks: [inOrder('date_of_birth', 'issue_date'), yearOfNumber('register_number', 'issue_date')],
  fields: {
    full_name: afterLabel(
      ['cho', 'cap cho', 'ho va ten', 'ong ba', 'cho ong', 'cho ba', 'cap bang cho'],
      parseName,
    ),
    date_of_birth: afterLabel(['ngay sinh', 'ngay thang nam sinh', 'sinh ngay'], parseDate),
    major: afterLabel(['nganh dao tao', 'chuyen nganh', 'nganh'], parseText),
    classification: afterLabel(['xep loai tot nghiep', 'xep loai', 'xep hang'], parseText),
    number: (text) => {
      const found = serial(text);
      // Đ and P look alike; the register names the same school or level.
      const isMisread = found?.value.startsWith('PH') === true && /\/ĐH/u.test(register(text)?.value ?? '');
      if (found === undefined || !isMisread) return found;
      return { ...found, value: `Đ${found.value.slice(1)}`, normalised: `Đ${found.normalised.slice(1)}` };
    },
    register_number: register,
    issue_date: placeAndDate,
    issuer: firstOf(
      officeInCapitals(
        ['truong dai hoc', 'hoc vien', 'dai hoc', 'truong cao dang', 'truong', 'so giao duc'],
        ['bang'],
      ),
    ),
  },
};
