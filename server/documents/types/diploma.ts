import { inOrder, yearOfNumber } from '../check-dates.ts';
import { toDigits } from '../dates.ts';
import type { DocumentRules, FieldRule } from '../field-rule.ts';
import { parseDate, parseName, parseReference, parseText } from '../field-values.ts';
import {
  afterLabel,
  centredBelow,
  firstOf,
  isInCapitals,
  officeInCapitals,
  orElse,
  placeAndDate,
} from '../find-fields.ts';

/**
 * QB9821648: letters, then digits only. No series has one letter and eight digits: the first of them is a
 * letter that looks like one.
 */
const repairSerial = (text: string): string => {
  // SGD8720397: a D before digits is a D; an O or I hardly ever.
  if (/^\p{Lu}{2,4} ?\d{5,9}$/u.test(text) && !/[OI] ?\d/u.test(text)) return text;
  return text
    .replace(
      /^([\p{L}0-9]{1,3}?)([0-9OoQDIl|SsBZz]{5,9})(?=\s|$)/u,
      (_, letters: string, digits: string) => letters + toDigits(digits),
    )
    .replace(/^(\p{L})8(?=[0-9]{7}(?:\s|$))/u, '$1B');
};

/** QB9821648, ABC.0012345, 030.6.0012345. */
const SERIAL = /^(?:\p{Lu}{0,4} ?\d{5,9}|(?:\p{Lu}{1,8}|\d{1,4})(?:[.-](?:\p{Lu}+|\d+)){1,3})$/u;
/** 2549/ĐH-2005, 123/2020/ĐHCQ, ĐHCQ.1234: parts of letters or of digits. */
const REGISTER = /^(?:\d+|\p{Lu}\p{L}*)(?:[/.-](?:\d+|\p{L}+))+$/u;

/** 2549/ĐH-2005: digits, school code, year. */
const repairRegister = (text: string): string =>
  text.replace(/^([0-9OoQIlSsBZz]+)(?=\/)/u, toDigits).replace(/[0-9OoQIlSsBZz]{4}$/u, toDigits);

const serial = afterLabel(
  ['so hieu van bang', 'so hieu bang', 'so hieu', 'so bang', 'bang so'],
  parseReference(SERIAL, repairSerial),
);
const register = afterLabel(
  [
    'so vao so goc cap van bang',
    'so vao so cap van bang',
    'so vao so cap bang',
    'so vao so goc',
    'so vao so',
  ],
  parseReference(REGISTER, repairRegister),
);

/** "BẰNG CỬ NHÂN" with what it was given in on the next line; that it is this a person confirms. */
const belowDegree: FieldRule = (text) => {
  const degree = text.lines.find((line) => DEGREE.test(line.folded.text) && isInCapitals(line.text));
  const below =
    degree &&
    centredBelow(text, degree).find((line) => !/[:\d]/u.test(line.text) && !isInCapitals(line.text));
  const found = below && parseText({ line: below, start: 0, end: below.text.length });
  return found && { ...found, isAmbiguous: true };
};
const DEGREE =
  /^bang (?:cu nhan|ky su|thac si|tien si|kien truc su|tot nghiep dai hoc|tot nghiep cao dang)$/u;

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
    'BẰNG BÁC SĨ',
    'BẰNG DƯỢC SĨ',
    'BẰNG KIẾN TRÚC SƯ',
    'BẰNG CAO ĐẲNG',
    'BẰNG TRUNG CẤP',
    'BẰNG TỐT NGHIỆP TRUNG CẤP',
    'BẰNG TỐT NGHIỆP TRUNG HỌC CƠ SỞ',
    'THE DEGREE OF BACHELOR',
    'THE DEGREE OF ENGINEER',
    'THE DEGREE OF MASTER',
    'THE DEGREE OF DOCTOR',
  ],
  signs: [
    'so vao so cap bang',
    'so vao so goc cap van bang',
    'xep loai tot nghiep',
    'hinh thuc dao tao',
    'nganh dao tao',
  ],
  bearsSeal: true,
  checks: [inOrder('date_of_birth', 'issue_date'), yearOfNumber('register_number', 'issue_date')],
  fields: {
    full_name: afterLabel(
      [
        'cho',
        'cap cho',
        'cap bang cho',
        'cho ong',
        'cho ba',
        'ong ba',
        'ho va ten',
        'ho chu dem ten',
        'ho ten',
      ],
      parseName,
    ),
    date_of_birth: afterLabel(['ngay sinh', 'ngay thang nam sinh', 'sinh ngay'], parseDate),
    major: orElse(
      afterLabel(['nganh dao tao', 'chuyen nganh dao tao', 'chuyen nganh', 'nganh hoc', 'nganh'], parseText),
      belowDegree,
    ),
    classification: firstOf(
      afterLabel(['xep loai tot nghiep', 'xep loai', 'xep hang', 'phan loai tot nghiep'], parseText),
      // All but the title of the paper, "BẰNG TỐT NGHIỆP".
      afterLabel(['hang tot nghiep', 'loai tot nghiep'], parseText, { hasColon: true }),
    ),
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
