import type { RecognisedField } from '@saoy/contracts/recognition';
import type { Mismatch } from '../eligibility/eligibility-rule.ts';
import { toInputBox, unionBox } from '../recognition/page-reading.ts';
import type { DocumentLine, DocumentText } from './document-text.ts';
import { isInCapitals } from './find-fields.ts';

const NOT_A_TITLE =
  /^(?:cong hoa xa hoi|doc lap|socialist republic|independence|uy ban nhan dan|bo |so |truong )/u;
/** A whole page without a single slip of the reader is rare. */
const MOST_OF_TEXT = 0.5;

/** A document without rules of its own: its title and its whole text. */
export function readOther(text: DocumentText): {
  fields: Record<string, RecognisedField>;
  mismatches: Mismatch[];
} {
  const title = titleOf(text);
  return { fields: { ...(title && { title }), ...textField(text) }, mismatches: [] };
}

/** The largest line of capitals in the upper half of the first page, else its largest line there. */
function titleOf(text: DocumentText): RecognisedField | undefined {
  const candidates = text.lines.filter((line) => {
    const page = text.pages[line.page - 1]!;
    const isUpper = line.page === 1 && line.line.box[1] < page.upright.height / 2;
    return isUpper && !NOT_A_TITLE.test(line.folded.text) && line.text.length >= 5;
  });
  const inCapitals = candidates.filter((line) => isInCapitals(line.text));
  const [title] = (inCapitals.length > 0 ? inCapitals : candidates).sort((a, b) => heightOf(b) - heightOf(a));
  const page = title && text.pages[title.page - 1];
  if (title === undefined || page === undefined) return undefined;
  return {
    value: title.text,
    normalised: title.text,
    confidence: Math.round(title.line.confidence * 100) / 100,
    page: title.page,
    box: toInputBox(page, title.line.box),
  };
}

function textField({ pages, lines }: DocumentText): Record<string, RecognisedField> {
  const first = lines[0];
  const page = first && pages[first.page - 1];
  if (first === undefined || page === undefined) return {};
  const value = lines
    .map((line) => line.text)
    .join('\n')
    .normalize('NFC');
  const boxes = lines.filter((line) => line.page === first.page).map((line) => line.line.box);
  return {
    text: {
      value,
      normalised: value.replace(/\s+/gu, ' '),
      confidence: Math.round(Math.min(MOST_OF_TEXT, page.confidence) * 100) / 100,
      page: first.page,
      box: toInputBox(page, unionBox(boxes)),
    },
  };
}

const heightOf = (line: DocumentLine): number =>
  line.line.words.map((word) => word.box[3]).sort((a, b) => a - b)[line.line.words.length >> 1] ?? 0;
