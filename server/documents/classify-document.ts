import type { DocumentText } from './document-text.ts';
import { documentRules } from './document-types.ts';
import type { DocumentRules } from './field-rule.ts';
import { findApproximately } from './find-approximately.ts';
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
  if (best === undefined) return { rules: undefined, confidence: 0.9 };
  const lead = 1 - secondScore / best.score;
  const confidence = Math.min(0.99, best.likeness * (0.85 + 0.15 * Math.min(1, lead * 2)));
  return { rules: best.rules, confidence: Math.round(confidence * 100) / 100 };
}

function findTitle(text: DocumentText, title: string): { score: number; likeness: number } | undefined {
  let best: { score: number; likeness: number } | undefined;
  const mostErrors = title.length < SHORT_TITLE ? 0 : Math.floor(title.length * (1 - LEAST_LIKENESS));
  for (const line of text.lines) {
    const page = text.pages[line.page - 1]!;
    if (line.line.box[1] > page.upright.height * TITLE_SHARE) continue;
    const following = text.lines[line.index + 1];
    // A title may wrap; joined with the next line it is whole again.
    const candidates = [line.folded.text, `${line.folded.text} ${following?.folded.text ?? ''}`];
    for (const [wraps, candidate] of candidates.entries()) {
      const match = findApproximately(title, candidate, mostErrors);
      const isWord = match === undefined || title.length >= SHORT_TITLE || isWholeWord(candidate, match);
      if (!isWord) continue;
      if (match === undefined || match.start >= line.folded.text.length) continue;
      const likeness = 1 - match.errors / title.length;
      const fill = Math.min(1, title.length / Math.max(1, candidate.length));
      const size = line.line.box[3] / page.upright.resolutionDpi;
      const score = likeness ** 3 * (0.35 + 0.65 * fill) * Math.sqrt(title.length) * (1 + size) - wraps * 0.2;
      if (score > (best?.score ?? 0)) best = { score, likeness };
    }
  }
  return best;
}

const isWholeWord = (text: string, { start, end }: { start: number; end: number }): boolean =>
  (start === 0 || text[start - 1] === ' ') && (end === text.length || text[end] === ' ');
