import { centreOf, type DocumentLine, type DocumentText, findLabel } from './document-text.ts';
import { documentRules } from './document-types.ts';
import type { DocumentRules } from './field-rule.ts';
import { findApproximately } from './find-approximately.ts';
import { isInCapitals } from './find-fields.ts';
import { fold } from './fold-text.ts';

export interface Classification {
  /** Undefined = a document without rules of its own. */
  readonly rules: DocumentRules | undefined;
  readonly confidence: number;
}

/** Titles stand in the upper part; body text below may name other documents. */
const TITLE_SHARE = 0.55;
/** Letters of a title that must agree. */
const LEAST_LIKENESS = 0.8;
/** A title this short is found in the middle of other words if an error is allowed ("BAN NHÂN" for "BẢN ÁN"). */
const SHORT_TITLE = 8;
/** Share of capitals that makes a heading, as the reader may see them. */
const LEAST_CAPITALS = 0.8;
/** Of its line, for a heading that is not in capitals. */
const LEAST_FILL = 0.6;
/** What a machine-readable line of a Vietnamese card begins with, as the reader may see it. */
const MACHINE_READABLE = /^[I1lTL|]{0,2}D[VY]NM[0-9OQDBSZIl]{6}/u;

/**
 * The type whose title the document bears. A title that fills its line counts more than one inside a sentence
 * ("cấp Giấy xác nhận …"), a long title more than a short one it contains.
 */
export function classifyDocument(text: DocumentText): Classification {
  let best: { rules: DocumentRules; score: number; likeness: number } | undefined;
  let secondScore = 0;
  for (const rules of documentRules) {
    let own: { score: number; likeness: number } | undefined;
    for (const title of rules.titles) {
      const found = findTitle(text, fold(title));
      if (found !== undefined && found.score > (own?.score ?? 0)) own = found;
    }
    if (own === undefined) continue;
    if (best === undefined || own.score > best.score) {
      secondScore = best?.score ?? 0;
      best = { rules, ...own };
    } else {
      secondScore = Math.max(secondScore, own.score);
    }
  }
  const isCardBack = text.lines.some((line) => MACHINE_READABLE.test(line.text.replace(/\s/gu, '')));
  const card = documentRules.find((rules) => rules.type === 'cccd');
  if (isCardBack && card !== undefined) return { rules: card, confidence: 0.97 };
  if (best === undefined) return classifyBySigns(text);
  const lead = 1 - secondScore / best.score;
  const confidence = Math.min(0.99, best.likeness * (0.85 + 0.15 * Math.min(1, lead * 2)));
  return { rules: best.rules, confidence: Math.round(confidence * 100) / 100 };
}

/**
 * Where the heading itself was not read, as under glare: the type of whose signs most are there, two at least. A
 * heading that was read and is none of the known titles is that of another paper.
 */
function classifyBySigns(text: DocumentText): Classification {
  if (hasHeading(text)) return { rules: undefined, confidence: 0.9 };
  const counts = documentRules.map((rules) => {
    const present = (rules.signs ?? []).filter((sign) => text.lines.some((line) => findLabel(line, sign)));
    return { rules, count: present.length };
  });
  const [first, second] = counts.toSorted((a, b) => b.count - a.count);
  const isClear = first !== undefined && first.count >= 2 && first.count > (second?.count ?? 0);
  return isClear ? { rules: first.rules, confidence: BY_SIGNS } : { rules: undefined, confidence: 0.7 };
}

/** Letters larger than those of the text, in the part where titles stand, that name no office. */
function hasHeading(text: DocumentText): boolean {
  const heights = text.lines.map((line) => line.line.box[3]).sort((a, b) => a - b);
  const usual = heights[heights.length >> 1] ?? 0;
  return text.lines.some(({ line, page, folded, text: read }) => {
    const isUpper = line.box[1] <= text.pages[page - 1]!.upright.height * TITLE_SHARE;
    const isLarge = line.box[3] > usual * LARGER && folded.text.length >= 6;
    return isUpper && isLarge && isInCapitals(read) && !NO_HEADING.test(folded.text);
  });
}
const LARGER = 1.25;
const NO_HEADING =
  /^(?:cong hoa xa hoi|doc lap|socialist|independence|bo |so |cong an|uy ban|ubnd|toa an|truong|thanh pho|tinh )/u;
/** A person should look at it. */
const BY_SIGNS = 0.6;

function findTitle(text: DocumentText, title: string): { score: number; likeness: number } | undefined {
  let best: { score: number; likeness: number } | undefined;
  const mostErrors = title.length < SHORT_TITLE ? 0 : Math.floor(title.length * (1 - LEAST_LIKENESS));
  for (const line of text.lines) {
    const page = text.pages[line.page - 1]!;
    if (line.line.box[1] > page.upright.height * TITLE_SHARE) continue;
    // Specks of the paper's pattern may have been read between its two lines.
    const following = text.lines
      .slice(line.index + 1, line.index + 3)
      .find((next) => next.folded.text.length >= 4);
    // A title may wrap; joined with the next line it is whole again.
    const candidates = [line.folded.text, `${line.folded.text} ${following?.folded.text ?? ''}`];
    for (const [wraps, candidate] of candidates.entries()) {
      const match = findApproximately(title, candidate, mostErrors);
      if (match === undefined || match.start >= line.folded.text.length) continue;
      if (
        title.length < SHORT_TITLE ? !isWholeWord(candidate, match) : !agreesAtEnds(title, candidate, match)
      )
        continue;
      const fill = Math.min(1, title.length / Math.max(1, candidate.length));
      if (!isHeading(line, match, fill) || isAboutIt(text, line, candidate.slice(0, match.start))) continue;
      const likeness = 1 - match.errors / title.length;
      const size = line.line.box[3] / page.upright.resolutionDpi;
      const score = likeness ** 3 * (0.35 + 0.65 * fill) * Math.sqrt(title.length) * (1 + size) - wraps * 0.2;
      if (score > (best?.score ?? 0)) best = { score, likeness };
    }
  }
  return best;
}

interface Match {
  readonly start: number;
  readonly end: number;
}

const isWholeWord = (text: string, { start, end }: Match): boolean =>
  (start === 0 || text[start - 1] === ' ') && (end === text.length || text[end] === ' ');

/** Capitals, or a line of hardly anything else that is no label: not a paper named inside a sentence. */
function isHeading({ text, folded }: DocumentLine, { start, end }: Match, fill: number): boolean {
  const from = folded.origin[start] ?? 0;
  const to = (folded.origin[Math.min(end, folded.text.length) - 1] ?? text.length - 1) + 1;
  const letters = text.slice(from, to).match(/\p{L}/gu) ?? [];
  const capitals = letters.filter((letter) => letter === letter.toLocaleUpperCase('vi')).length;
  if (capitals >= letters.length * LEAST_CAPITALS) return true;
  const isLabel = /^[^\p{L}]*:/u.test(text.slice(to));
  return fill >= LEAST_FILL && !isLabel && letters[0] === letters[0]?.toLocaleUpperCase('vi');
}

/** What makes a paper one about the other: an application for it, a contract; but districts are Văn Bàn and Đơn Dương. */
const ABOUT =
  /\b(?<!\b(?:tinh|thanh pho|huyen|quan|thi xa|thi tran|xa|phuong) )(?:to khai|don|hop dong|van ban|de nghi|yeu cau|uy quyen|bien ban|bien nhan|thong bao|ve viec|v v|phieu|danh sach|ho so|cam doan|cam ket|xin|thu hoi|giay hen|to trinh|huong dan|application|request)\b/u;

/** Words of its heading before the title, on this line and those of capitals right above. */
function isAboutIt(text: DocumentText, line: DocumentLine, before: string): boolean {
  if (ABOUT.test(before)) return true;
  let below = line;
  for (let above = text.lines[line.index - 1]; above !== undefined; above = text.lines[below.index - 1]) {
    const [, top, , height] = above.line.box;
    const isRightAbove = above.page === line.page && below.line.box[1] - (top + height) < height;
    const isCentred = Math.abs(centreOf(above.line.box)[0] - centreOf(below.line.box)[0]) < height * 1.5;
    const isAligned = isCentred || Math.abs(above.line.box[0] - below.line.box[0]) < height;
    if (!isRightAbove || !isAligned || !isInCapitals(above.text)) return false;
    if (ABOUT.test(above.folded.text)) return true;
    below = above;
  }
  return false;
}

/** First and last word tell titles apart that are alike otherwise: one slip each, none in the shortest. */
function agreesAtEnds(title: string, text: string, { start, end }: Match): boolean {
  const words = title.split(' ');
  const [first, last] = [words[0]!, words.at(-1)!];
  const found = text.slice(start, end);
  const agrees = (word: string, part: string) =>
    findApproximately(word, part, word.length < 4 ? 0 : 1) !== undefined;
  return agrees(first, found.slice(0, first.length + 1)) && agrees(last, found.slice(-last.length - 1));
}
