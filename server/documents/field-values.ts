import { findDates, toDigits } from './dates.ts';
import { type DocumentLine, type DocumentText, findLabel, type Span, textOf } from './document-text.ts';
import type { FoundField } from './field-rule.ts';
import { fold } from './fold-text.ts';
import { correctSurname } from './surnames.ts';
import { isSyllable, partSyllables } from './syllables.ts';

/** Turns the text behind a label into a value; undefined when it is no value of this kind. */
export type ValueParser = (behind: Span) => FoundField | undefined;

/** Labels that end the value before them on the same line. */
const STOP_LABELS = [
  'gioi tinh',
  'dan toc',
  'quoc tich',
  'nam sinh',
  'ngay sinh',
  'ngay thang nam sinh',
  'cccd so',
  'cmnd so',
  'chuc danh',
  'ma sinh vien',
  'ma so sinh vien',
  'ma so sv',
  'mssv',
  'nam nu',
  'ghi bang chu',
  'ho chu dem ten',
  'ho va ten',
  'noi cu tru',
  'nationality',
  'date of birth',
  'sex',
  'cong hoa xa hoi chu nghia viet nam',
];

/** Shorter labels are too like parts of names ("NAM ĐỊNH", "năm sinh") to allow for a slip of the reader. */
const LEAST_TO_BE_SPOILT = 12;

/** What the cells of a table's head say. */
const ROW_LABELS = /^(?:nguoi (?:cha|me)|cha|me|vo|chong|ben n\S{1,2}m?|ho ten|ghi chu|full name)\b/u;

/** Whether a line begins with the label of another field. */
export const isOtherLabel = ({ folded }: DocumentLine): boolean =>
  ROW_LABELS.test(folded.text) ||
  STOP_LABELS.some((label) => folded.text === label || folded.text.startsWith(`${label} `));

/** The span without a following label, leading colons and trailing marks. */
export function trimSpan(span: Span): Span {
  let { start, end } = span;
  const { line } = span;
  for (const label of STOP_LABELS) {
    const next = findLabel(line, label, start, label.length < LEAST_TO_BE_SPOILT ? 0 : 1);
    if (next !== undefined && next.start > start && next.start < end) end = next.start;
  }
  while (start < end && /[\s:.;,_'"|\-–—=*~]/u.test(line.text[start]!)) start += 1;
  while (end > start && /[\s:.;,_'"|\-–—=*~]/u.test(line.text[end - 1]!)) end -= 1;
  return { line, start, end };
}

/** A person's name in Vietnamese spelling: two to six words of letters. */
export const parseName: ValueParser = (behind) => {
  const found = parseUnmarkedName(behind);
  if (found === undefined) return undefined;
  // No syllable holds "uư": the reader saw one vowel twice, and which one it is a person must say.
  const isDoubled = /uư/iu.test(found.value);
  const words = toOneCase(found.value.replace(/(u)ư/giu, '$1').split(' '));
  const read = words.map((word) => partSyllables(word) ?? word).join(' ');
  const value = correctSurname(read);
  // Names of other peoples are spelled otherwise; they are for confirmation, as are letters gone wrong.
  const isSpelled = words.every(isSyllable);
  return {
    ...found,
    value,
    normalised: value,
    isWellFormed: found.isWellFormed && !isDoubled && isSpelled,
    isAmbiguous: value !== read || words.some((word) => LOOKALIKE.test(word)),
  };
};

/** Letters whose capitals differ by nothing but their size, besides marks. */
const SAME_SHAPE = /^[ckopsuvwxyzơư]+$/iu;

const bareOf = (letters: string): string => letters.normalize('NFD').replace(/\p{M}/gu, '');

/** "TỪ Minh Mạnh": a word of such letters has the case of the others. */
function toOneCase(words: readonly string[]): string[] {
  const isTitle = (word: string) =>
    word.length > 1 && word.slice(1) === word.slice(1).toLocaleLowerCase('vi');
  const titles = words.filter(isTitle).length;
  return words.map((word) => {
    const rest = word.slice(1);
    const isDoubtful = titles >= 2 && !isTitle(word) && SAME_SHAPE.test(bareOf(rest));
    return isDoubtful ? `${word[0]}${rest.toLocaleLowerCase('vi')}` : word;
  });
}

/** The reader does not know Mỵ and takes it for a name that exists as well. */
const LOOKALIKE = /^my$/iu;

/** Headings that may stand in capitals right below a name. */
const NOT_A_NAME = /^(?:vo|chong|so|nam|nu|chu tich|giam doc|nguoi ky|cong hoa.*)$/u;

/** Like {@link parseName}, with the rest of a name that wrapped to the line below. */
export const parseWrappedName =
  (text: DocumentText): ValueParser =>
  (behind) => {
    const first = parseName(behind) ?? parseFamilyName(behind);
    const last = first?.spans.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const isAtEnd = last.end >= behind.line.text.trimEnd().length;
    const rest = isAtEnd ? restOfName(text, behind.line, first.value) : undefined;
    if (rest === undefined) return first.value.includes(' ') ? first : undefined;
    const value = `${first.value} ${rest.text.trim()}`;
    const spans = [...first.spans, { line: rest, start: 0, end: rest.text.length }];
    return { ...first, value, normalised: value, spans };
  };

/** The first word of a name whose other words did not fit on the line. */
function parseFamilyName(behind: Span): FoundField | undefined {
  const span = trimSpan(behind);
  const value = textOf(span);
  if (!/^\p{Lu}\p{L}+$/u.test(value) || !isSyllable(value)) return undefined;
  return { value, normalised: value, spans: [span], isWellFormed: true };
}

/** The line right below, at the same left margin, when it holds nothing but one or two words of a name. */
function restOfName(text: DocumentText, line: DocumentLine, name: string): DocumentLine | undefined {
  const [left, top, , height] = line.line.box;
  const isUpper = name === name.toLocaleUpperCase('vi');
  return text.lines.find((other) => {
    const [x, y, , otherHeight] = other.line.box;
    const isBelow = y > top + height * 0.6 && y < top + height * 2.2 && otherHeight < height * 1.6;
    if (other.page !== line.page || !isBelow || Math.abs(x - left) > height * 0.5) return false;
    const isName = isUpper ? /^\p{Lu}{2,}(?: \p{Lu}{2,}){0,2}$/u : /^\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){0,2}$/u;
    return isName.test(other.text.trim()) && !NOT_A_NAME.test(other.folded.text);
  });
}

/** A name on a document in English, where family names carry no marks. */
export const parseUnmarkedName: ValueParser = (behind) => {
  const trimmed = trimSpan(behind);
  const address =
    /^(?:hộ\s+)?(?:chị|anh|ông|bà|cô|mr|mrs|ms|miss)(?:\.|\s*:)?\s+/iu.exec(textOf(trimmed))?.[0] ?? '';
  const span = { ...trimmed, start: trimmed.start + address.length };
  const text = textOf(span);
  const match = /^[\p{L}]+(?:[ '’][\p{L}]+){1,6}/u.exec(text);
  if (match === null) return undefined;
  const value = match[0].replace(/\s+/gu, ' ');
  const isRest = match[0].length === text.length || /^[,.;(]/u.test(text.slice(match[0].length));
  const words = value.split(' ');
  const isNameCase = words.every((word) => /^\p{Lu}/u.test(word)) && words.length <= 5;
  return {
    value,
    normalised: value,
    spans: [{ ...span, end: span.start + match[0].length }],
    isWellFormed: isRest && isNameCase,
  };
};

/** What follows the next colon: for labels whose last words the reader spoilt. */
export const behindColon =
  (parse: ValueParser): ValueParser =>
  (behind) => {
    const colon = textOf(behind).indexOf(':');
    return colon < 0 ? undefined : parse({ ...behind, start: behind.start + colon + 1 });
  };

/** The first date behind a label. */
export const parseDate: ValueParser = (behind) => {
  const date = findDates(textOf(behind))[0];
  if (date === undefined) return parseDoubtfulDate(behind);
  return {
    value: date.value,
    normalised: date.iso,
    spans: [{ line: behind.line, start: behind.start + date.start, end: behind.start + date.end }],
    isWellFormed: true,
  };
};

/** Something in the form of a date that is none: misread digits, for a person to put right. */
function parseDoubtfulDate(behind: Span): FoundField | undefined {
  const match = /^[\s:.]*(\S{1,3}\/\S{1,3}\/\S{3,5}?)(?=[\s,.;]|$)/u.exec(textOf(behind));
  const read = match?.[1];
  if (match === null || read === undefined) return undefined;
  const start = behind.start + match[0].length - read.length;
  // Nobody has papers of the fourteenth century: a nine of another hand.
  const value = read.replace(/\/1[34](?=\d\d$)/u, '/19');
  return {
    value,
    normalised: findDates(value)[0]?.iso ?? value,
    spans: [{ line: behind.line, start, end: start + read.length }],
    isWellFormed: false,
  };
}

export const parseGender: ValueParser = (behind) => {
  const span = trimSpan(behind);
  const word = textOf(span).split(/[\s/,.;]/u)[0] ?? '';
  const folded = fold(word);
  // One letter of the middle may be misread: nothing else behind this label ends in m.
  const isMale = /^n\S{1,2}m$/u.test(folded) || folded === 'male' || folded === 'm';
  const isFemale = /^n[uưữúùủ]$/u.test(folded) || folded === 'female' || folded === 'f';
  if (!isMale && !isFemale) return undefined;
  const isVietnamese = folded.startsWith('n');
  const value = isVietnamese ? (isMale ? 'Nam' : 'Nữ') : word;
  return {
    value,
    normalised: isMale ? 'male' : 'female',
    spans: [{ ...span, end: span.start + word.length }],
    isWellFormed: true,
  };
};

/** A number of exactly `length` digits, with spaces or confused letters put right. */
export const parseDigits =
  (length: number): ValueParser =>
  (behind) => {
    const span = trimSpan({ ...behind });
    const text = textOf(span);
    for (const match of text.matchAll(/[0-9OoQDIl|SsBZz](?:[ .]?[0-9OoQDIl|SsBZz])+/gu)) {
      const digits = toDigits(match[0].replace(/[ .]/gu, ''));
      const digitShare = (match[0].match(/[0-9]/gu)?.length ?? 0) / digits.length;
      if (digits.length !== length || digitShare < 0.5) continue;
      const start = span.start + match.index;
      return {
        value: digits,
        normalised: digits,
        spans: [{ ...span, start, end: start + match[0].length }],
        isWellFormed: digitShare === 1,
      };
    }
    return undefined;
  };

/**
 * A reference such as 37/2024/HNGĐ-ST. `shape` must match the repaired text; `repair` puts right what the
 * reader confuses in this kind of number.
 */
export const parseReference =
  (shape: RegExp, repair: (text: string) => string = (text) => text): ValueParser =>
  (behind) => {
    const span = trimSpan(behind);
    const repaired = repair(textOf(span));
    const match = shape.exec(repaired);
    if (match === null) {
      const parted = withSlash(shape, span, repaired);
      if (parted !== undefined) return parted;
      const first = textOf(span).split(' ')[0] ?? '';
      if (!/[0-9]/u.test(first)) return undefined;
      return {
        value: first,
        normalised: first,
        spans: [{ ...span, end: span.start + first.length }],
        isWellFormed: false,
      };
    }
    // The most frequent issuer of all; the reader sometimes sees its first letter twice.
    const value = match[0].replace('/UUBND', '/UBND');
    return {
      value,
      normalised: value.replace(/\s/gu, ''),
      // Repairs keep the length, so offsets hold.
      spans: [{ ...span, start: span.start + match.index, end: span.start + match.index + match[0].length }],
      isWellFormed: true,
    };
  };

/** "5UBND-XNTTHN": between a number and its sign stands a slash (Decree 30/2020), which the reader lost. */
function withSlash(shape: RegExp, span: Span, read: string): FoundField | undefined {
  const match = shape.exec(read.replace(/^(\d{1,5})(?=\p{Lu}{2})/u, '$1/'));
  if (match === null || match.index > 0) return undefined;
  const value = match[0];
  const spans = [{ ...span, end: span.start + value.length - 1 }];
  return { value, normalised: value.replace(/\s/gu, ''), spans, isWellFormed: false };
}

/** Abbreviations bear no marks. */
const isMarkedSyllable = (word: string): boolean => isSyllable(word) && bareOf(word) !== word;

/** "xã Phù LỖ": the last syllable of a name in title case has that case, if its letters look the same in both. */
const toCaseBefore = (text: string): string =>
  text.replace(
    /(?<=(?<!\p{L})\p{Lu}\p{Ll}+ )(\p{Lu})(\p{Lu}+)(?=[,.;]|$)/gu,
    (word, first: string, rest: string) =>
      isMarkedSyllable(word) && SAME_SHAPE.test(bareOf(rest))
        ? `${first}${rest.toLocaleLowerCase('vi')}`
        : word,
  );

/** Free text to the end of the line or the next label. */
export const parseText: ValueParser = (behind) => {
  const span = trimSpan(behind);
  const value = toCaseBefore(textOf(span).replace(/\s+/gu, ' ').trim());
  if (!/\p{L}/u.test(value)) return undefined;
  return { value, normalised: value, spans: [span], isWellFormed: true };
};

/** Like {@link parseText}, going on where the line wraps. */
export const parseWrappedText =
  (text: DocumentText): ValueParser =>
  (behind) => {
    const first = parseText(behind);
    if (first === undefined) return undefined;
    const spans = [...first.spans];
    let line = behind.line;
    let value = first.value;
    for (let wraps = 0; wraps < 2; wraps += 1) {
      const next = continuationOf(text, line);
      if (next === undefined) break;
      const comma = /,\s*$/u.test(line.text) ? ',' : '';
      value = `${value}${comma} ${next.text.replace(/[\s.,;]+$/u, '')}`;
      spans.push({ line: next, start: 0, end: next.text.length });
      line = next;
    }
    return { value, normalised: value, spans, isWellFormed: true };
  };

/** The next line, when the first word of it would no longer have fitted on this one. */
export function continuationOf(text: DocumentText, line: DocumentLine): DocumentLine | undefined {
  const [left, top, width, height] = line.line.box;
  const next = text.lines
    .filter((other) => {
      const [x, y] = other.line.box;
      const isBelow = y > top + height * 0.5 && y - (top + height) < height * 1.8;
      return other.page === line.page && isBelow && Math.abs(x - left) < height * 1.2;
    })
    .sort((a, b) => a.line.box[1] - b.line.box[1])[0];
  if (next === undefined || next.line.box[3] > height * 1.7) return undefined;
  const isDated = /^[\p{L} .\-']{2,40}, ng\S{1,2}y /u.test(next.text);
  const hasLabel =
    isDated || /^[^:]{1,60}:/u.test(next.text) || /^(?:[0-9IVX]+|[a-eđ])[.)] /u.test(next.text);
  if (hasLabel) return undefined;
  const columnRight = Math.max(
    ...text.lines
      .filter((other) => other.page === line.page && Math.abs(other.line.box[0] - left) < height * 1.2)
      .map((other) => other.line.box[0] + other.line.box[2]),
  );
  const firstWord = next.line.words[0]?.box[2] ?? 0;
  const wouldHaveFitted = left + width + firstWord + height * 0.4 < columnRight - height * 0.5;
  return wouldHaveFitted ? undefined : next;
}
