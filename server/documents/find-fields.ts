import { findDates } from './dates.ts';
import {
  centreOf,
  type DocumentLine,
  type DocumentText,
  findLabel,
  type Span,
  textOf,
} from './document-text.ts';
import type { FieldRule, FoundField } from './field-rule.ts';
import { isOtherLabel, parseText, trimSpan, type ValueParser } from './field-values.ts';
import { fold } from './fold-text.ts';
import { partSyllables } from './syllables.ts';

/** "/ Full name:", "(Full name):": the label once more in English. */
const IN_ENGLISH = /^\s*[/|(]\s*[A-Za-z][A-Za-z'’.,() -]{1,50}\)?\s*:/u;

/** What stands behind a label on its line, also where the label is given in English as well. */
export function behindLabel({ line, end }: Span): Span {
  const english = IN_ENGLISH.exec(line.text.slice(end))?.[0].length ?? 0;
  return { line, start: end + english, end: line.text.length };
}

export interface LabelOptions {
  /** Folded words that must not follow the label directly: they make it another label. */
  readonly notFollowedBy?: readonly string[];
  /** Only after a line that holds this folded text. */
  readonly afterLine?: string;
  /** Only where the line begins with it, but for a number or dash before it. */
  readonly beginsLine?: boolean;
  /** Only with a colon behind it. */
  readonly hasColon?: boolean;
}

/** Every place where one of the labels stands, in reading order. */
export function* findLabels(
  text: DocumentText,
  labels: readonly string[],
  options: LabelOptions = {},
): Generator<Span> {
  let isOpen = options.afterLine === undefined;
  for (const line of text.lines) {
    if (!isOpen) {
      isOpen = findLabel(line, options.afterLine!) !== undefined;
      continue;
    }
    for (const label of labels) {
      let from = 0;
      for (let times = 0; times < 3; times += 1) {
        const found = findLabel(line, label, from);
        if (found === undefined) break;
        from = found.end;
        const next = fold(line.text.slice(found.end));
        if (options.beginsLine === true && /[\p{L}]/u.test(line.text.slice(0, found.start))) continue;
        if (options.hasColon === true && !/^\s*:/u.test(line.text.slice(found.end))) continue;
        if (!options.notFollowedBy?.some((word) => next.startsWith(word))) yield found;
      }
    }
  }
}

/** The value behind the first label that has one: on its line, else in the next cell, else on the line below. */
export const afterLabel =
  (labels: readonly string[], parse: ValueParser, options: LabelOptions = {}): FieldRule =>
  (text) => {
    let doubtful: FoundField | undefined;
    for (const label of findLabels(text, labels, options)) {
      const found =
        parse(behindLabel(label)) ??
        parseFromDay(label, parse) ??
        parseBeside(text, label, parse) ??
        parseBelow(text, label, parse);
      if (found?.isWellFormed === true) return found;
      doubtful ??= found;
    }
    return doubtful;
  };

/** "Sinh ngày 05 tháng 3 năm 1960": the label's last word is the first of the value. */
function parseFromDay(label: Span, parse: ValueParser): FoundField | undefined {
  const day = /\bng\p{L}{1,2}y$/iu.exec(textOf(label));
  const span = behindLabel(label);
  if (day === null || !/^\s*\d/u.test(textOf(span))) return undefined;
  return parse({ ...span, start: label.start + day.index });
}

/** Nothing but marks follows the label on its line, or the label once more in English ("/ Full name"). */
function isAlone(label: Span): boolean {
  const rest = textOf(trimSpan(behindLabel(label)));
  return !/[\p{L}\p{N}]{2}/u.test(rest) || /^\/[^:]*:?$/u.test(rest);
}

/** "Nơi sinh: …": a line with a label and a value of its own. */
const isLabelled = (line: DocumentLine): boolean => /^[^:]{3,60}:(?:\s|$)/u.test(line.text);

/** Tables with the label in one cell and its value in the next. */
function parseBeside(text: DocumentText, label: Span, parse: ValueParser): FoundField | undefined {
  if (!isAlone(label)) return undefined;
  const [next] = linesBeside(text, label.line);
  if (next === undefined || isLabelled(next) || isOtherLabel(next)) return undefined;
  const found = parse({ line: next, start: 0, end: next.text.length });
  return found?.isWellFormed === true ? found : undefined;
}

/** Lines on the same row to the right of this one, from left to right. */
export function linesBeside(text: DocumentText, { line, page }: DocumentLine): DocumentLine[] {
  const [left, top, width, height] = line.box;
  return text.lines
    .filter((other) => {
      const [x, y, , otherHeight] = other.line.box;
      const isOnRow = Math.abs(y + otherHeight / 2 - (top + height / 2)) < height * 0.6;
      return other.page === page && isOnRow && x >= left + width;
    })
    .sort((a, b) => a.line.box[0] - b.line.box[0]);
}

/** Forms with the label above its value: only when nothing but marks follows the label on its own line. */
function parseBelow(text: DocumentText, label: Span, parse: ValueParser): FoundField | undefined {
  if (!isAlone(label)) return undefined;
  const [left, top, , height] = label.line.line.box;
  const pageWidth = text.pages[label.line.page - 1]?.upright.width ?? 0;
  const rankOf = ({ line: { box } }: DocumentLine) =>
    Math.abs(box[0] - left) < height && box[1] - top < height * 2.2 ? 0 : 1;
  const below = text.lines
    .filter((line) => {
      const [x, y] = line.line.box;
      const lower = centreOf(line.line.box)[1] - centreOf(label.line.line.box)[1];
      const isNear = line.page === label.line.page && lower > height * 0.3 && y - top < height * 3.5;
      const isCentred = Math.abs(centreOf(line.line.box)[0] - pageWidth / 2) < pageWidth * 0.08;
      return isNear && (Math.abs(x - left) < height * 6 || isCentred);
    })
    .sort((a, b) => rankOf(a) - rankOf(b) || a.line.box[1] - b.line.box[1])[0];
  if (below === undefined || isLabelled(below)) return undefined;
  return parse({ line: below, start: 0, end: below.text.length });
}

/** The date of a line like "Hà Nội, ngày 25 tháng 06 năm 2005", also where it wraps to the line below. */
export const placeAndDate: FieldRule = (text) => {
  for (const line of text.lines) {
    const below = /[,.]\s*ng\p{L}{1,2}y?\b/iu.test(line.text) ? lineBelow(text, line) : undefined;
    for (const next of below === undefined ? [undefined] : [undefined, below]) {
      const joined = next === undefined ? line.text : `${line.text} ${next.text}`;
      const date = findDates(joined)[0];
      if (date === undefined || !/^ng/iu.test(date.value)) continue;
      const before = joined.slice(0, date.start).trim();
      const after = joined.slice(date.end).trim();
      // A place of a few words and a comma, which may look like a dot, nothing behind: not a date in a sentence.
      if (!/^\p{L}[\p{L}\d .\-']{1,39}[,.]$/u.test(before) || after.length >= 3) continue;
      const end = Math.min(date.end, line.text.length);
      const spans = [{ line, start: date.start, end }];
      if (next !== undefined) spans.push({ line: next, start: 0, end: date.end - line.text.length - 1 });
      return { value: date.value, normalised: date.iso, spans, isWellFormed: true };
    }
  }
  return undefined;
};

/** The nearest line right below that stands within the width of this one. */
function lineBelow(text: DocumentText, line: DocumentLine): DocumentLine | undefined {
  const [left, top, width, height] = line.line.box;
  return text.lines
    .filter((other) => {
      const [x, y, across] = other.line.box;
      const isBelow = y > top + height * 0.6 && y < top + height * 2.6;
      return other.page === line.page && isBelow && x > left - height && x + across < left + width + height;
    })
    .sort((a, b) => a.line.box[1] - b.line.box[1])[0];
}

/** The first rule that finds anything: for values that stand in one place or, failing that, in another. */
export const orElse =
  (...rules: readonly FieldRule[]): FieldRule =>
  (text) => {
    for (const rule of rules) {
      const found = rule(text);
      if (found !== undefined) return found;
    }
    return undefined;
  };

/** First rule that finds something well-formed, else the first that finds anything. */
export const firstOf =
  (...rules: readonly FieldRule[]): FieldRule =>
  (text) => {
    const found = rules.map((rule) => rule(text)).filter((field) => field !== undefined);
    return found.find((field) => field.isWellFormed) ?? found[0];
  };

/**
 * An office named in capitals: the first line that holds one of the words (folded), joined with its centred
 * continuation. Of offices one right below the other the lowest is meant, those above it are its superiors.
 */
export const officeInCapitals =
  (words: readonly string[], not: readonly string[] = []): FieldRule =>
  (text) => {
    const isOffice = (line: DocumentLine): boolean => {
      const folded = line.folded.text;
      const named = words.some((word) => folded.startsWith(word, titleOf(line)));
      return named && !not.some((word) => folded.includes(word)) && isInCapitals(line.text);
    };
    const offices = text.lines.filter(isOffice);
    const line = offices.find((office) => {
      const end = centredContinuation(text, office) ?? office;
      return ![...centredBelow(text, office), ...centredBelow(text, end)].some(isOffice);
    });
    if (line === undefined) return undefined;
    const found = parseText({ line, start: line.folded.origin[titleOf(line)] ?? 0, end: line.text.length });
    if (found === undefined) return undefined;
    const next = centredContinuation(text, line);
    if (next === undefined) return toOffice(found.value, found.spans);
    // A dash at the line's end joins the two parts of one name ("BÀ RỊA - VŨNG TÀU").
    const dash = /\s[-–—]\s*$/u.test(line.text) ? ' -' : '';
    const rest = trimSpan({ line: next, start: 0, end: next.text.length });
    return toOffice(`${found.value}${dash} ${textOf(rest)}`, [...found.spans, rest]);
  };

const titleOf = (line: DocumentLine): number => HEAD_OF_OFFICE.exec(line.folded.text)?.[0].length ?? 0;

/** Who signs for the office, on the same line. */
const HEAD_OF_OFFICE = /^(?:giam doc|hieu truong|vien truong|chu tich) /u;

/** An office's name, with words parted that were run together. */
function toOffice(text: string, spans: readonly Span[]): FoundField {
  const words = text.split(' ');
  const value = words.map((word) => partSyllables(word) ?? word).join(' ');
  return { value, normalised: value, spans, isWellFormed: value === text };
}

export const isInCapitals = (text: string): boolean => {
  const letters = text.match(/\p{L}/gu) ?? [];
  const capitals = text.match(/\p{Lu}/gu) ?? [];
  return letters.length >= 3 && capitals.length / letters.length > 0.85;
};

/** What may stand below an office's name without belonging to it. */
const NOT_PART_OF_OFFICE =
  /^(cap|hieu truong|giam doc|bang|so |giay|phong [a-z]+ [a-z]|khoa|ban |cong hoa|doc lap|trich luc|chu tich|bo |truong |v v )/u;
const PLACE = /^(?:tinh|thanh pho|tp|huyen|quan|thi xa|thi tran|xa|phuong|dac khu|khu vuc)(?: |$)/u;
/** An office of which every place has one: its place stands on the next line. */
const WITHOUT_PLACE =
  /^(?:uy ban nhan dan|ubnd|toa an nhan dan|cong an|so ke hoach va dau tu|so tai chinh|so giao duc va dao tao|so [a-z]+ [a-z]+)$/u;

/** Lines right below this one with the same middle. */
export function centredBelow(text: DocumentText, line: DocumentLine): DocumentLine[] {
  const [, top, , height] = line.line.box;
  const [x] = centreOf(line.line.box);
  return text.lines.slice(line.index + 1, line.index + 4).filter((next) => {
    const isBelow = next.line.box[1] > top + height * 0.6 && next.line.box[1] < top + height * 2.2;
    return next.page === line.page && isBelow && Math.abs(centreOf(next.line.box)[0] - x) < height * 1.2;
  });
}

function centredContinuation(text: DocumentText, line: DocumentLine): DocumentLine | undefined {
  const isBare = WITHOUT_PLACE.test(line.folded.text.slice(titleOf(line)));
  return centredBelow(text, line).find((next) => {
    const folded = next.folded.text;
    if (/\p{Ll}/u.test(next.text) || NOT_PART_OF_OFFICE.test(folded)) return false;
    return PLACE.test(folded) ? isBare : next.line.box[2] < line.line.box[2];
  });
}
