import type { RecognitionFlag } from '@saoy/contracts/recognition';
import { wordsOf } from '../documents/document-text.ts';
import type { FoundPhrase } from '../documents/find-phrase.ts';
import { type PageReading, toInputBox, unionBox } from '../recognition/page-reading.ts';

/** A flag with the place and the words of a phrase as its evidence. */
export function flagAt(
  pages: readonly PageReading[],
  phrase: FoundPhrase,
  flag: Pick<RecognitionFlag, 'reason' | 'code' | 'confidence'>,
): RecognitionFlag {
  const page = pages[phrase.page - 1]!;
  const boxes = phrase.spans.flatMap(wordsOf).map((word) => word.box);
  const box = boxes.length === 0 ? phrase.spans[0]!.line.line.box : unionBox(boxes);
  return { ...flag, page: phrase.page, box: toInputBox(page, box), evidence: phrase.text };
}
