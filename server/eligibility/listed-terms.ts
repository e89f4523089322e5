import type { DocumentLine } from '../documents/document-text.ts';
import { findPhrases } from '../documents/find-phrase.ts';
import { fold } from '../documents/fold-text.ts';
import type { EligibilityRule } from './eligibility-rule.ts';
import { flagAt } from './flag-at.ts';

/** Words by which a sentence speaks against what a term names, or of its punishment; with marks, "tôi" is not "tội". */
const SPEAKS_AGAINST =
  /(?<!\p{L})(?:tội|phòng,? chống|chống lại|đấu tranh|nghiêm cấm|cấm|không được|không|cam kết|xử lý|xử phạt|khởi tố|truy tố|hành vi|phạm|phòng ngừa|ngăn chặn)(?!\p{L})/iu;
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
    const words = new RegExp(`\\b${fold(term)}\\b`, 'gu');
    for (const phrase of findPhrases(text, words)) {
      if (marksOf(phrase.text) !== marksOf(term)) continue;
      const { line, start } = phrase.spans[0]!;
      const confidence =
        type !== 'other' ? UNLIKELY : speaksAgainst(line, start) ? SPOKEN_AGAINST : IN_OWN_WORDS;
      return [flagAt(pages, phrase, { reason: '22.4', code: 'listed-term', confidence })];
    }
  }
  return [];
};

const speaksAgainst = (line: DocumentLine, before: number): boolean =>
  SPEAKS_AGAINST.test(line.text.slice(0, before).normalize('NFC'));

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
