import { numberOfMrz } from '../card-mrz.ts';
import { inOrder } from '../check-dates.ts';
import { personalNumber } from '../check-personal-number.ts';
import { findDates } from '../dates.ts';
import { textOf } from '../document-text.ts';
import type { DocumentRules } from '../field-rule.ts';
import { parseDate, parseDigits, parseGender, parseName, type ValueParser } from '../field-values.ts';
import { afterLabel, firstOf, orElse } from '../find-fields.ts';

/** Cards of people over sixty have no end. */
const parseEnd: ValueParser = (behind) => {
  const date = parseDate(behind);
  const text = textOf(behind);
  const match = date?.isWellFormed === true ? null : /kh\S{1,2}ng\s+th\S{1,2}i\s+h\S{1,2}n/iu.exec(text);
  if (match === null) return date;
  const start = behind.start + match.index;
  return {
    value: 'Không thời hạn',
    normalised: 'unlimited',
    spans: [{ line: behind.line, start, end: start + match[0].length }],
    isWellFormed: true,
  };
};

/** Citizen identity card: căn cước công dân and, since July 2024, căn cước. */
export const cccd: DocumentRules = {
  type: 'cccd',
  titles: ['CĂN CƯỚC CÔNG DÂN', 'CITIZEN IDENTITY CARD', 'CĂN CƯỚC', 'IDENTITY CARD'],
  signs: [
    'quoc tich nationality',
    'place of origin',
    'place of residence',
    'date of expiry',
    'personal identification number',
  ],
  bearsSeal: false,
  expiryField: 'expiry',
  checks: [personalNumber('number'), inOrder('date_of_birth', 'expiry')],
  fields: {
    number: firstOf(
      afterLabel(
        ['so no', 'so dinh danh ca nhan', 'so', 'no', 'personal identification number'],
        parseDigits(12),
      ),
      numberOfMrz,
      twelveDigits,
    ),
    full_name: afterLabel(
      [
        'ho va ten full name',
        'ho chu dem va ten khai sinh full name',
        'ho chu dem va ten khai sinh',
        'full name',
        'ho va ten',
      ],
      parseName,
      { notFollowedBy: ['full name'] },
    ),
    date_of_birth: orElse(
      afterLabel(['date of birth', 'ngay sinh', 'ngay thang nam sinh'], parseDate),
      earliestDate,
    ),
    gender: afterLabel(['gioi tinh sex', 'gioi tinh', 'sex'], parseGender),
    expiry: firstOf(
      afterLabel(['co gia tri den', 'gia tri den', 'date of expiry', 'ngay thang nam het han'], parseEnd),
      latestDate,
    ),
  },
};

/** The only twelve digits on the front, wherever they stand. */
function twelveDigits(text: Parameters<DocumentRules['fields'][string]>[0]) {
  for (const line of text.lines) {
    const found =
      /[\dOo]\d{11}/u.test(line.text) && !/NM/u.test(line.text)
        ? parseDigits(12)({ line, start: 0, end: line.text.length })
        : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The front bears no date before that of birth: for a label that was not read, and for a person to confirm. */
function earliestDate(text: Parameters<DocumentRules['fields'][string]>[0]) {
  const isFront = text.lines.some((line) => /^can cuoc(?: cong dan)?$/u.test(line.folded.text));
  if (!isFront) return undefined;
  const [earliest] = datesOn(text).sort((a, b) => a.iso.localeCompare(b.iso));
  const found = earliest && parseDate(earliest);
  return found && { ...found, isAmbiguous: true };
}

const datesOn = (text: Parameters<DocumentRules['fields'][string]>[0]) =>
  text.lines.flatMap((line) =>
    findDates(line.text).map((date) => ({ iso: date.iso, line, start: date.start, end: date.end })),
  );

/** The front bears two dates, birth and expiry: the later one, when its small label was not read. */
function latestDate(text: Parameters<DocumentRules['fields'][string]>[0]) {
  const dates = datesOn(text);
  const latest = dates.sort((a, b) => b.iso.localeCompare(a.iso))[0];
  if (latest === undefined || new Set(dates.map((date) => date.iso)).size < 2) return undefined;
  return parseDate(latest);
}
