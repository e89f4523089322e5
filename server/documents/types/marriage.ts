import { inOrder, yearOfNumber } from '../check-dates.ts';
import { centreOf, type DocumentText, type Span } from '../document-text.ts';
import type { DocumentRules, FieldRule } from '../field-rule.ts';
import {
  parseDate,
  parseReference,
  parseWrappedName,
  parseWrappedText,
  type ValueParser,
} from '../field-values.ts';
import { afterLabel, findLabels, firstOf, placeAndDate } from '../find-fields.ts';
import { registerNumber } from '../numbers.ts';

type Spouse = 'vo' | 'chong';

/**
 * Husband and wife have the same labels, side by side or one below the other, under a heading each: the value
 * belongs to the nearest heading above it.
 */
const underHeading =
  (spouse: Spouse, labels: readonly string[], parse: ValueParser): FieldRule =>
  (text) => {
    const headings = text.lines.filter((line) =>
      /^(?:vo|chong)(?: ben (?:nam|nu))?$/u.test(line.folded.text),
    );
    for (const label of findLabels(text, labels)) {
      const found = parse({ line: label.line, start: label.end, end: label.line.text.length });
      if (found !== undefined && nearestHeading(label, headings)?.startsWith(spouse) === true) return found;
    }
    return undefined;
  };

function nearestHeading(label: Span, headings: DocumentText['lines']): string | undefined {
  const [labelX, labelTop] = labelPosition(label);
  let best: { distance: number; heading: string } | undefined;
  for (const heading of headings) {
    const [x] = centreOf(heading.line.box);
    const above = labelTop - heading.line.box[1];
    if (heading.page !== label.line.page || above <= 0) continue;
    const distance = above + 1.5 * Math.abs(x - labelX);
    if (best === undefined || distance < best.distance) best = { distance, heading: heading.folded.text };
  }
  return best?.heading;
}

/** Middle of the half line that begins at the label: two columns may have been read as one line. */
function labelPosition(label: Span): [number, number] {
  const { line } = label.line;
  const perCharacter = line.box[2] / Math.max(1, label.line.text.length);
  const middle = label.start + Math.min(label.line.text.length - label.start, 36) / 2;
  return [line.box[0] + middle * perCharacter, line.box[1]];
}

const name =
  (spouse: Spouse): FieldRule =>
  (text) =>
    firstOf(
      afterLabel([`ten ${spouse}`], parseWrappedName(text)),
      underHeading(spouse, ['ho chu dem ten', 'ho va ten'], parseWrappedName(text)),
    )(text);
const birthDate = (spouse: Spouse): FieldRule =>
  underHeading(spouse, ['ngay thang nam sinh', 'ngay sinh'], parseDate);

/** Giấy chứng nhận kết hôn and its extract. */
export const marriage: DocumentRules = {
  type: 'marriage',
  titles: ['GIẤY CHỨNG NHẬN KẾT HÔN', 'TRÍCH LỤC KẾT HÔN', 'TRÍCH LỤC ĐĂNG KÝ KẾT HÔN'],
  bearsSeal: true,
  checks: [
    inOrder('husband_dob', 'issue_date'),
    inOrder('wife_dob', 'issue_date'),
    yearOfNumber('number', 'issue_date'),
  ],
  fields: {
    husband: name('chong'),
    wife: name('vo'),
    husband_dob: birthDate('chong'),
    wife_dob: birthDate('vo'),
    number: registerNumber(parseReference(/\d{1,5}(?:\/\d{4})?(?:\/?[\p{L}-]+)?/u)),
    issue_date: firstOf(afterLabel(['ngay thang nam dang ky', 'ngay dang ky'], parseDate), placeAndDate),
    issuer: (text) =>
      afterLabel(['noi dang ky ket hon', 'dang ky ket hon tai', 'noi dang ky'], parseWrappedText(text))(text),
  },
};
