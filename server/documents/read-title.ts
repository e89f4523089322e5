import type { RecognisedField } from '@saoy/contracts/recognition';
import { toInputBox } from '../recognition/page-reading.ts';
import type { DocumentText } from './document-text.ts';
import { isInCapitals } from './find-fields.ts';

const NOT_A_TITLE =
  /^(?:cong hoa xa hoi|doc lap|socialist republic|independence|uy ban nhan dan|bo |so |truong )/u;

/** The title of a document without rules of its own: the largest line of capitals in the upper half. */
export function readTitle(text: DocumentText): Record<string, RecognisedField> {
  const candidates = text.lines.filter((line) => {
    const page = text.pages[line.page - 1]!;
    const isUpper = line.page === 1 && line.line.box[1] < page.upright.height / 2;
    return isUpper && isInCapitals(line.text) && !NOT_A_TITLE.test(line.folded.text) && line.text.length >= 5;
  });
  const heightOf = (line: (typeof candidates)[number]) =>
    line.line.words.map((word) => word.box[3]).sort((a, b) => a - b)[line.line.words.length >> 1] ?? 0;
  const title = candidates.sort((a, b) => heightOf(b) - heightOf(a))[0];
  const page = title && text.pages[title.page - 1];
  if (title === undefined || page === undefined) return {};
  return {
    title: {
      value: title.text,
      normalised: title.text,
      confidence: Math.round(title.line.confidence * 100) / 100,
      page: title.page,
      box: toInputBox(page, title.line.box),
    },
  };
}
