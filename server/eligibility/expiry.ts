import type { RecognisedField } from '@saoy/contracts/recognition';
import { vietnamDay } from '../calendar/vietnam-time.ts';
import { findDates } from '../documents/dates.ts';
import { type FoundPhrase, findPhrases } from '../documents/find-phrase.ts';
import type { EligibilityRule } from './eligibility-rule.ts';
import { flagAt } from './flag-at.ts';

const ENGLISH_NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
];
/** "có giá trị sử dụng trong thời hạn 06 (sáu) tháng kể từ ngày cấp", "valid for two years from the date of issue". */
const TERM =
  /\b(?:gia tri|hieu luc)(?: [a-z]+){0,5} (\d{1,3})(?: [a-z]+)?(?: [a-z]+)? (ngay|thang|nam) (?:ke tu|tinh tu|tu) (?:ngay|khi) (?:cap|ky|duoc cap|xac nhan|ban hanh)\b|\bvalid (?:for|during)(?: a period of)? (\d{1,3}|[a-z]+)(?: \d{1,3})? (day|month|year)s? (?:from|after) (?:the )?(?:date of issue|issue date|issuance)\b/gu;
/** "có giá trị đến ngày 20/11/2026", "valid until 20 November 2026". */
const UNTIL =
  /\b(?:gia tri (?:su dung )?den|het han(?: vao)?|valid (?:until|till|to|through)|date of expiry|expiry date|expires on)\b/gu;
const ISSUE_FIELD = 'issue_date';

/**
 * A document whose printed validity has passed: by its own field, a date in its text, or a term from the day of
 * issue. Not a reason of art. 22: a person decides.
 */
export const flagExpired: EligibilityRule = ({ fields, expiryField, today, text, pages }) => {
  if (today === undefined) return [];
  const day = vietnamDay(today);
  const field = expiryField === undefined ? undefined : fields[expiryField];
  if (field !== undefined) {
    if (field.normalised >= day) return [];
    const { confidence, page, box, value } = field;
    return [{ reason: null, code: 'expired', confidence, page, box, evidence: value }];
  }
  for (const phrase of findPhrases(text, UNTIL)) {
    const end = dateBehind(phrase);
    if (end !== undefined && end < day) return [flagAt(pages, phrase, { ...EXPIRED, confidence: 0.8 })];
  }
  const issued = fields[ISSUE_FIELD];
  for (const phrase of findPhrases(text, TERM)) {
    const end = issued && endOfTerm(phrase, issued);
    if (end === undefined || end >= day) continue;
    return [flagAt(pages, phrase, { ...EXPIRED, confidence: Math.round(issued!.confidence * 95) / 100 })];
  }
  return [];
};

const EXPIRED = { reason: null, code: 'expired' } as const;

function dateBehind(phrase: FoundPhrase): string | undefined {
  const last = phrase.spans.at(-1)!;
  const date = findDates(last.line.text.slice(last.end))[0];
  return date !== undefined && date.start < 25 ? date.iso : undefined;
}

/** ISO day on which a term that began with the issue ends. */
function endOfTerm(phrase: FoundPhrase, issued: RecognisedField): string | undefined {
  const folded = phrase.spans.map((span) => span.line.folded.text).join(' ');
  const match = new RegExp(TERM.source, 'u').exec(folded);
  const start = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(issued.normalised);
  if (match === null || start === null) return undefined;
  const [, digits, unit, word = '', englishUnit] = match;
  const count = digits ?? (/^\d/u.test(word) ? word : ENGLISH_NUMBERS.indexOf(word));
  const length = Number(count);
  if (length <= 0) return undefined;
  const [year, month, day] = start.slice(1).map(Number) as [number, number, number];
  const kind = unit ?? englishUnit;
  const end =
    kind === 'ngay' || kind === 'day'
      ? Date.UTC(year, month - 1, day + length)
      : kind === 'thang' || kind === 'month'
        ? Date.UTC(year, month - 1 + length, day)
        : Date.UTC(year + length, month - 1, day);
  return new Date(end).toISOString().slice(0, 10);
}
