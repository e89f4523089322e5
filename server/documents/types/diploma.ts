import { toDigits } from '../dates.ts';
import type { DocumentRules } from '../field-rule.ts';
import { parseDate, parseName, parseReference, parseText } from '../field-values.ts';
import { afterLabel, firstOf, officeInCapitals, placeAndDate } from '../find-fields.ts';

/** QB9821648: letters, then digits only. */
const repairSerial = (text: string): string =>
  text.replace(
    /^([\p{L}0-9]{1,3}?)([0-9OoQDIl|SsBZz]{5,9})(?=\s|$)/u,
    (_, letters: string, digits: string) => letters + toDigits(digits),
  );

/** 2549/ĐH-2005: digits, school code, year. */
const repairRegister = (text: string): string =>
  text.replace(/^([0-9OoQIlSsBZz]+)(?=\/)/u, toDigits).replace(/[0-9OoQIlSsBZz]{4}$/u, toDigits);

/** Bằng tốt nghiệp, bilingual or not (Circular 21/2019/TT-BGDĐT). */
export const diploma: DocumentRules = {
  type: 'diploma',
  titles: [
    'BẰNG TỐT NGHIỆP ĐẠI HỌC',
    'BẰNG TỐT NGHIỆP',
    'BẰNG CỬ NHÂN',
    'BẰNG KỸ SƯ',
    'BẰNG THẠC SĨ',
    'BẰNG TIẾN SĨ',
    'THE DEGREE OF BACHELOR',
  ],
  bearsSeal: true,
  fields: {
    full_name: afterLabel(['cho', 'cap cho', 'ho va ten', 'ong ba', 'cho ong', 'cho ba'], parseName),
    date_of_birth: afterLabel(['ngay sinh', 'ngay thang nam sinh', 'sinh ngay'], parseDate),
    major: afterLabel(['nganh dao tao', 'chuyen nganh', 'nganh'], parseText),
    classification: afterLabel(['xep loai tot nghiep', 'xep loai'], parseText),
    number: afterLabel(['so hieu'], parseReference(/^\p{Lu}{0,3} ?\d{5,9}$/u, repairSerial)),
    register_number: afterLabel(
      ['so vao so cap bang', 'so vao so goc cap van bang', 'so vao so goc', 'so vao so'],
      parseReference(/^\d+\/[\p{L}-]+[-/]\d{4}$/u, repairRegister),
    ),
    issue_date: placeAndDate,
    issuer: firstOf(
      officeInCapitals(['truong dai hoc', 'hoc vien', 'dai hoc', 'truong cao dang', 'truong'], ['bang']),
    ),
  },
};
