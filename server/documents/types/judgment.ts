import { yearOfNumber } from '../check-dates.ts';
import { toDigits } from '../dates.ts';
import type { DocumentRules } from '../field-rule.ts';
import { parseDate, parseName, parseReference } from '../field-values.ts';
import { afterLabel, firstOf, officeInCapitals, placeAndDate } from '../find-fields.ts';
import { inProse } from '../in-prose.ts';
import { registerNumber } from '../numbers.ts';

/** 37/2024/HNGĐ-ST: ordinal, year, kind of case, instance. */
const repairCaseNumber = (text: string): string =>
  text
    .replace(/^([0-9OoQIlSsBZz]+)[/.,]([0-9OoQIlSsBZz]{4})[/.,](?=\p{L})/u, '$1/$2/')
    .replace(/^[0-9OoQIlSsBZz]+\/[0-9OoQIlSsBZz]{4}(?=\/)/u, toDigits);
const caseNumber = parseReference(/^\d{1,4}\/\d{4}\/[\p{L}-]+/u, repairCaseNumber);

const PERSON = '(?:chị|anh|ông|bà|cô)\\s+';
const NAME = '(\\p{Lu}\\p{L}+(?:\\s\\p{Lu}\\p{L}+){1,5})';

/** Court judgments, decisions and their extracts. */
export const judgment: DocumentRules = {
  type: 'judgment',
  titles: [
    'TRÍCH LỤC BẢN ÁN',
    'BẢN ÁN',
    'NHÂN DANH NƯỚC CỘNG HÒA',
    'QUYẾT ĐỊNH CÔNG NHẬN THUẬN TÌNH LY HÔN',
    'CÔNG NHẬN THUẬN TÌNH LY HÔN',
    'CÔNG NHẬN SỰ THỎA THUẬN CỦA CÁC ĐƯƠNG SỰ',
    'TRÍCH LỤC QUYẾT ĐỊNH CÔNG NHẬN THUẬN TÌNH LY HÔN',
  ],
  signs: ['ban an so', 'nguyen don', 'bi don', 'hoi dong xet xu', 'quyen khang cao'],
  bearsSeal: true,
  checks: [yearOfNumber('number', 'issue_date')],
  fields: {
    number: firstOf(afterLabel(['ban an so', 'quyet dinh so'], caseNumber), registerNumber(caseNumber)),
    issue_date: firstOf(
      placeAndDate,
      afterLabel(['ngay tuyen an', 'tuyen an ngay', 'ngay'], parseDate, { beginsLine: true, hasColon: true }),
      afterLabel(['ngay'], parseDate, { beginsLine: true, afterLine: 'ban an so' }),
    ),
    issuer: officeInCapitals(['toa an nhan dan', 'toa an']),
    plaintiff: firstOf(
      afterLabel(['nguyen don'], parseName),
      inProse(new RegExp(`yêu cầu khởi kiện của\\s+(?:nguyên đơn\\s+)?${PERSON}${NAME}`, 'u')),
    ),
    defendant: firstOf(
      afterLabel(['bi don'], parseName),
      inProse(new RegExp(`l[yỵ] hôn (?:với|đối với)\\s+${PERSON}${NAME}`, 'u')),
    ),
  },
};
