import { type DocumentLine, findLabel } from '../documents/document-text.ts';
import { fold } from '../documents/fold-text.ts';
import type { EligibilityRule } from './eligibility-rule.ts';
import { flagAt } from './flag-at.ts';

/** Words by which a sentence speaks against what a term names, or of its punishment. */
const SPEAKS_AGAINST =
  /\b(?:toi|phong chong|chong lai|dau tranh|nghiem cam|cam|khong duoc|khong|cam ket|xu ly|xu phat|khoi to|truy to|hanh vi|pham|phong ngua|ngan chan)\b/u;
/** Types whose form leaves no room for content of one's own, and judgments, which describe what was done. */
const UNLIKELY = 0.1;
const IN_OWN_WORDS = 0.4;
const SPOKEN_AGAINST = 0.15;

/**
 * Terms of the authority's list (22.4): a hint where to look, no judgment of what the paper says. Marks must
 * agree as well as letters, so that no other word is taken for one of the list.
 */
export const flagListedTerms: EligibilityRule = ({ text, pages, type, terms }) => {
  for (const term of terms) {
    const folded = fold(term);
    for (const line of text.lines) {
      const found = findLabel(line, folded);
      if (found === undefined) continue;
      const words = line.text.slice(found.start, found.end);
      if (marksOf(words) !== marksOf(term)) continue;
      const confidence =
        type !== 'other' ? UNLIKELY : speaksAgainst(line, found.start) ? SPOKEN_AGAINST : IN_OWN_WORDS;
      const phrase = { text: words, page: line.page, spans: [found] };
      return [flagAt(pages, phrase, { reason: '22.4', code: 'listed-term', confidence })];
    }
  }
  return [];
};

const speaksAgainst = (line: DocumentLine, before: number): boolean =>
  SPEAKS_AGAINST.test(fold(line.text.slice(0, before)));

/** Letters with their marks, whatever the case, the place of the tone mark and the spaces. */
const marksOf = (text: string): string =>
  [
    ...text
      .toLocaleLowerCase('vi')
      .normalize('NFD')
      .replace(/[^\p{L}\p{M}]/gu, ''),
  ]
    .sort()
    .join('');
