/** A date as printed and as ISO 8601, with its offsets in the text. */
export interface FoundDate {
  readonly value: string;
  readonly iso: string;
  readonly start: number;
  readonly end: number;
}

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** "Sep" as well as "September". */
const MONTH = MONTHS.map((month) =>
  month === 'may' ? month : `${month.slice(0, 3)}(?:${month.slice(3)}|t)?`,
).join('|');
const monthOf = (name: string): number =>
  MONTHS.findIndex((month) => month.startsWith(name.slice(0, 3).toLowerCase())) + 1;

/** Letters that the reader confuses with digits. */
const DIGIT = '[0-9OoQDIl|SsBZz]';
const NUMERIC = new RegExp(
  `(?<![0-9])(${DIGIT}{1,2})\\s?[/.\\-]\\s?(${DIGIT}{1,2})\\s?[/.\\-]\\s?(${DIGIT}{4})(?![0-9])`,
  'gu',
);
/** 28I06I2010, 28/06I2010: the reader took a stroke or both for letters. */
const STROKES =
  /(?<![\p{L}0-9])([0-3]\d)(?:[Il|]([01]\d)[Il|/]|\/([01]\d)[Il|])((?:19|20)\d{2})(?![\p{L}0-9])/gu;
const SPELLED = new RegExp(
  `[Nn]g\\p{L}{1,2}y?\\s+(${DIGIT}{1,2})\\s*,?\\s+th\\p{L}{1,3}g\\s+(${DIGIT}{1,2})\\s*,?\\s+n\\p{L}{1,2}m?\\s+(${DIGIT}{4})`,
  'gu',
);
const ENGLISH = new RegExp(
  `(?<![0-9])(${DIGIT}{1,2})(?:st|nd|rd|th)?[\\s/-]+(${MONTH})[.,]?[\\s/-]+(${DIGIT}{4})`,
  'giu',
);
const ENGLISH_MONTH_FIRST = new RegExp(
  `(?<!\\p{L})(${MONTH})\\.?\\s+(${DIGIT}{1,2})(?:st|nd|rd|th)?,?\\s+(${DIGIT}{4})`,
  'giu',
);

/** Replaces letters the reader confuses with digits; for text known to be digits only. */
export const toDigits = (text: string): string =>
  text
    .replace(/[OoQD]/gu, '0')
    .replace(/[Il|]/gu, '1')
    .replace(/[Ss]/gu, '5')
    .replace(/B/gu, '8')
    .replace(/[Zz]/gu, '2');

/** ISO form of a calendar date; undefined when there is no such day. */
export function isoDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || year < 1850 || year > 2200) return undefined;
  return date.toISOString().slice(0, 10);
}

/** All dates of a text in order: 25/06/2005, ngày 25 tháng 06 năm 2005, 13 December 2021. */
export function findDates(text: string): FoundDate[] {
  const found: FoundDate[] = [];
  const add = (match: RegExpExecArray, value: string, iso: string | undefined) => {
    if (iso !== undefined) found.push({ value, iso, start: match.index, end: match.index + match[0].length });
  };
  for (const match of text.matchAll(NUMERIC)) {
    const [day, month, year] = match.slice(1, 4).map((part) => toDigits(part ?? ''));
    add(match, toDigits(match[0]).replace(/\s/gu, ''), isoDate(Number(year), Number(month), Number(day)));
  }
  for (const match of text.matchAll(STROKES)) {
    const [day, afterLetter, afterStroke, year] = match.slice(1, 5);
    const month = afterLetter ?? afterStroke;
    add(match, `${day}/${month}/${year}`, isoDate(Number(year), Number(month), Number(day)));
  }
  for (const match of text.matchAll(SPELLED)) {
    const [day, month, year] = match.slice(1, 4).map((part) => toDigits(part ?? ''));
    const lead = match[0].startsWith('N') ? 'Ngày' : 'ngày';
    add(
      match,
      `${lead} ${day} tháng ${month} năm ${year}`,
      isoDate(Number(year), Number(month), Number(day)),
    );
  }
  for (const match of text.matchAll(ENGLISH)) {
    const [day, month = '', year] = match.slice(1, 4);
    const iso = isoDate(Number(toDigits(year!)), monthOf(month), Number(toDigits(day!)));
    add(match, match[0].replace(day!, toDigits(day!)).replace(year!, toDigits(year!)), iso);
  }
  for (const match of text.matchAll(ENGLISH_MONTH_FIRST)) {
    const [month = '', day, year] = match.slice(1, 4);
    const iso = isoDate(Number(toDigits(year!)), monthOf(month), Number(toDigits(day!)));
    add(match, match[0], iso);
  }
  return found.sort((a, b) => a.start - b.start);
}
