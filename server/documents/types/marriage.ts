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
import { afterLabel, behindLabel, findLabels, firstOf, linesBeside, placeAndDate } from '../find-fields.ts';
import { registerNumber } from '../numbers.ts';

type Spouse = 'vo' | 'chong';

/** "VỢ" as the reader may see it, "BÊN NỮ", "I. CHỒNG". */
const HEADINGS: Record<Spouse, RegExp> = {
  vo: /^(?:[i1-2]+ )?(?:v{1,2}[o0q]|(?:vo )?ben nu)(?: ben nu)?$|\bten vo\b/u,
  chong: /^(?:[i1-2]+ )?(?:ch[o0]ng|(?:chong )?ben nam)(?: ben nam)?$|\bten chong\b/u,
};

/**
 * Husband and wife have the same labels, side by side or one below the other, under a heading each: a value
 * belongs to the nearest heading above it. Where one heading was not read, the other value is that spouse's.
 */
const underHeading =
  (spouse: Spouse, labels: readonly string[], parse: ValueParser): FieldRule =>
  (text) => {
    const entries = [...findLabels(text, labels)].flatMap((label) => {
      const found = parse(behindLabel(label));
      if (found !== undefined) return [{ label, found }];
      // A table: the label in the first cell of its row, the two values in those behind it.
      return linesBeside(text, label.line).flatMap((cell) => {
        const place = { line: cell, start: 0, end: 0 };
        const ofCell = parse({ ...place, end: cell.text.length });
        return ofCell === undefined ? [] : [{ label: place, found: ofCell }];
      });
    });
    const own = headingsOf(text, spouse);
    const others = headingsOf(text, spouse === 'vo' ? 'chong' : 'vo');
    if (own.length > 0 && others.length > 0) {
      return entries.find(({ label }) => distanceTo(own, label) < distanceTo(others, label))?.found;
    }
    const [known, isOwn] = own.length > 0 ? [own, true] : [others, false];
    const near = entries.toSorted((a, b) => distanceTo(known, a.label) - distanceTo(known, b.label));
    const pair = near.slice(0, 2);
    const entry = known.length > 0 ? pair[isOwn ? 0 : 1] : entries[spouse === 'vo' ? 0 : 1];
    return entry && { ...entry.found, isWellFormed: entry.found.isWellFormed && known.length > 0 };
  };

const headingsOf = (text: DocumentText, spouse: Spouse): DocumentText['lines'] =>
  text.lines.filter((line) => HEADINGS[spouse].test(line.folded.text));

/** Infinite when no heading stands above. */
function distanceTo(headings: DocumentText['lines'], label: Span): number {
  const [labelX, labelTop] = labelPosition(label);
  const distances = headings.map((heading) => {
    const [x] = centreOf(heading.line.box);
    const above = labelTop - heading.line.box[1];
    const isAbove = heading.page === label.line.page && above > 0;
    return isAbove ? above + 1.5 * Math.abs(x - labelX) : Number.POSITIVE_INFINITY;
  });
  return Math.min(Number.POSITIVE_INFINITY, ...distances);
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
  firstOf(
    underHeading(spouse, ['ngay thang nam sinh', 'ngay sinh', 'sinh ngay'], parseDate),
    // A narrow cell wraps its label ("Ngày, tháng, năm" / "sinh"); the dates fill cells of their own.
    underHeading(spouse, ['ngay thang nam'], (behind) =>
      behind.start === 0 ? parseDate(behind) : undefined,
    ),
  );

/** Giấy chứng nhận kết hôn and its extract. */
export const marriage: DocumentRules = {
  type: 'marriage',
  titles: [
    'GIẤY CHỨNG NHẬN KẾT HÔN',
    'TRÍCH LỤC KẾT HÔN',
    'TRÍCH LỤC ĐĂNG KÝ KẾT HÔN',
    'GIẤY CHỨNG NHẬN ĐĂNG KÝ KẾT HÔN',
    'TRÍCH LỤC GHI CHÚ KẾT HÔN',
  ],
  signs: [
    'noi dang ky ket hon',
    'dang ky ket hon tai',
    'giay chung nhan ket hon nay',
    'nguoi ky giay chung nhan ket hon',
  ],
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
    issue_date: firstOf(
      afterLabel(['ngay thang nam dang ky', 'ngay dang ky'], parseDate),
      placeAndDate,
      afterLabel(['dang ky ngay'], parseDate),
    ),
    issuer: (text) =>
      afterLabel(['noi dang ky ket hon', 'dang ky ket hon tai', 'noi dang ky'], parseWrappedText(text))(text),
  },
};
