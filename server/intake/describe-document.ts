import { documentTitles } from '@saoy/contracts/document-titles';
import type { Bilingual } from '@saoy/contracts/ids';
import type { Recognition, RecognitionFlag } from '@saoy/contracts/recognition';
import type { Flag, ReadDocument } from '@saoy/contracts/requests/view';
import { defaultTermLists, type TermList, termsOn } from '../eligibility/term-list.ts';
import { assembleDocument } from '../recognition/assemble-document.ts';
import type { PageReading } from '../recognition/page-reading.ts';
import { fieldLabel, flagLabels } from './document-words.ts';

/** Longest title taken from the paper itself. */
const MAX_TITLE = 120;
/** Longest words of the paper shown with a flag. */
const LONGEST_EVIDENCE = 80;
/** Flags whose evidence is words of the paper. */
const quotesPaper = new Set<RecognitionFlag['code']>([
  'marked-as-copy',
  'secrecy-mark',
  'no-copying-mark',
  'listed-term',
  'not-legalised',
  'private-paper',
  'expired',
]);

/**
 * What the pages of one original say together, in words a person reads. A page that could not be read is null and
 * becomes a flag; the others keep their positions.
 */
export function describeDocument(
  readings: readonly (PageReading | null)[],
  today: Date,
  termLists: readonly TermList[] = defaultTermLists,
): ReadDocument {
  const readable = readings.flatMap((reading, position) => (reading === null ? [] : [{ reading, position }]));
  const recognition =
    readable.length === 0
      ? null
      : assembleDocument(
          readable.map(({ reading }) => reading),
          today,
          termsOn(termLists, today.toISOString().slice(0, 10)),
        );
  const positionOf = (page: number): number | null => readable[page - 1]?.position ?? null;
  const unread = readings.flatMap((reading, position) => (reading === null ? [unreadFlag(position)] : []));
  if (recognition === null)
    return { type: 'other', title: documentTitles.other, typeConfidence: 0, fields: [], flags: unread };
  return {
    type: recognition.type,
    title: titleOf(recognition),
    typeConfidence: recognition.typeConfidence,
    fields: fieldsToShow(recognition).map(([name, field]) => ({
      name,
      label: fieldLabel(name),
      value: field.value,
      normalised: field.normalised,
      confidence: field.confidence,
      needsConfirmation: field.needsConfirmation ?? false,
      page: positionOf(field.page),
      box: field.box,
    })),
    flags: [
      ...unread,
      ...recognition.flags.map((flag) => ({
        code: flag.code,
        label: labelOf(flag),
        reason: flag.reason,
        confidence: flag.confidence,
        page: positionOf(flag.page),
        box: flag.box,
      })),
    ],
  };
}

/** The whole text of a paper of no known type is searched, not shown as a field. */
const fieldsToShow = ({ fields }: Recognition) => Object.entries(fields).filter(([name]) => name !== 'text');

/** What the flag means, with the words of the paper that raised it where there are any. */
function labelOf({ code, evidence }: RecognitionFlag): Bilingual {
  const label = flagLabels[code];
  const words = quotesPaper.has(code) ? evidence?.slice(0, LONGEST_EVIDENCE) : undefined;
  return words === undefined ? label : { vi: `${label.vi}: “${words}”`, en: `${label.en}: “${words}”` };
}

/** A paper of no known type goes by the title printed on it. */
function titleOf({ type, fields }: Recognition): ReadDocument['title'] {
  const printed = fields['title']?.value.trim();
  return type === 'other' && printed !== undefined && printed.length > 0 && printed.length <= MAX_TITLE
    ? { vi: printed, en: printed }
    : documentTitles[type];
}

const unreadFlag = (position: number): Flag => ({
  code: 'unreadable-page',
  label: flagLabels['unreadable-page'],
  reason: '22.2',
  confidence: 1,
  page: position,
  box: null,
});
