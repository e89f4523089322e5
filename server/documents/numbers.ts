import { findLabel } from './document-text.ts';
import type { FieldRule, FoundField } from './field-rule.ts';
import type { ValueParser } from './field-values.ts';
import { behindLabel } from './find-fields.ts';

/**
 * The document's own number: a line that begins with "Số:" (or "No."), not "Số định danh", "Số vào sổ" or a
 * house number further down; so it is looked for above the middle of the first page.
 */
export const registerNumber =
  (parse: ValueParser): FieldRule =>
  (text) => {
    let doubtful: FoundField | undefined;
    for (const line of text.lines) {
      const height = text.pages[line.page - 1]?.upright.height ?? 0;
      if (line.page !== 1 || line.line.box[1] > height * 0.5) continue;
      const label = findLabel(line, 'so');
      if (label === undefined || label.start > 1) continue;
      const behind = behindLabel(label);
      const rest = line.text.slice(behind.start);
      const below = text.lines[line.index + 1];
      // "Số:" alone has its number on the next line.
      const isAlone = /^\s*[:.]?\s*$/u.test(rest) && below !== undefined && /^[0-9OIlSB]/u.test(below.text);
      if (!isAlone && !/^\s*[:.;,]?\s*[0-9OIlSB]/u.test(rest)) continue;
      const found = isAlone ? parse({ line: below, start: 0, end: below.text.length }) : parse(behind);
      if (found?.isWellFormed === true) return found;
      doubtful ??= found;
    }
    return doubtful;
  };
