import type { RecognitionFlag } from '@saoy/contracts/recognition';
import { findPhrases } from '../documents/find-phrase.ts';
import { fold } from '../documents/fold-text.ts';
import { type PageReading, toInputBox } from '../recognition/page-reading.ts';
import type { EligibilityRule } from './eligibility-rule.ts';
import { flagAt } from './flag-at.ts';

const COPYING = '(?:sao chup|sao chep|sao y|sao luc|sao, chup|photocopy|photo|nhan ban|chup lai|chup anh)';
const VIETNAMESE = new RegExp(
  `\\b(?:(?:khong|chua) (?:duoc |duoc phep |cho phep |ai duoc )?|(?:nghiem )?cam (?:tu y )?(?:moi hinh thuc )?)${COPYING}\\b`,
  'gu',
);
const ENGLISH =
  /\b(?:do not|must not be|may not be|not to be|shall not be|no) (?:photo ?)?(?:copy|copied|copying|duplicate|duplicated|reproduced?|reproduction)\b/gu;
/** With these words copying is only made to depend on somebody's leave, as publishers have it. */
const CONDITION = /\b(?:without|unless|neu khong|khi chua|neu chua|tru khi)\b/u;

/** Papers that say in words that they must not be copied, without a secrecy mark (22.3). */
export const flagNoCopyingMarks: EligibilityRule = ({ text, pages }) => {
  for (const pattern of [VIETNAMESE, ENGLISH]) {
    for (const phrase of findPhrases(text, pattern)) {
      const { line } = phrase.spans.at(-1)!;
      const next = text.lines[line.index + 1];
      const isConditional = CONDITION.test(`${line.folded.text} ${next?.folded.text ?? ''}`);
      // A notice stands alone; inside a long sentence it may speak of something else.
      const isNotice = line.folded.text.length < 60;
      const confidence = isConditional ? 0.4 : isNotice ? 0.85 : 0.65;
      return [flagAt(pages, phrase, { reason: '22.3', code: 'no-copying-mark', confidence })];
    }
  }
  return flagStamps(pages);
};

/** The same words in a stamp. */
const flagStamps = (pages: readonly PageReading[]): RecognitionFlag[] =>
  pages.flatMap((page, index) => {
    const stamp = page.stamps.find((line) =>
      [VIETNAMESE, ENGLISH].some((each) => fold(line.text).search(each) >= 0),
    );
    if (stamp === undefined) return [];
    return [
      {
        reason: '22.3' as const,
        code: 'no-copying-mark' as const,
        confidence: 0.9,
        page: index + 1,
        box: toInputBox(page, stamp.box),
        evidence: stamp.text,
      },
    ];
  });
