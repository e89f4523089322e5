import { documentTitles } from '@saoy/contracts/document-titles';
import type { Recognition } from '@saoy/contracts/recognition';
import type { Flag, ReadDocument } from '@saoy/contracts/requests/view';
import { assembleDocument } from '../recognition/assemble-document.ts';
import type { PageReading } from '../recognition/page-reading.ts';
import { fieldLabel, flagLabels } from './document-words.ts';

/** Longest title taken from the paper itself. */
const MAX_TITLE = 120;

/**
 * What the pages of one original say together, in words a person reads. A page that could not be read is null and
 * becomes a flag; the others keep their positions.
 */
export function describeDocument(readings: readonly (PageReading | null)[], today: Date): ReadDocument {
  const readable = readings.flatMap((reading, position) => (reading === null ? [] : [{ reading, position }]));
  const recognition =
    readable.length === 0
      ? null
      : assembleDocument(
          readable.map(({ reading }) => reading),
          today,
        );
  const positionOf = (page: number): number | null => readable[page - 1]?.position ?? null;
  const unread = readings.flatMap((reading, position) => (reading === null ? [unreadFlag(position)] : []));
  if (recognition === null)
    return { type: 'other', title: documentTitles.other, typeConfidence: 0, fields: [], flags: unread };
  return {
    type: recognition.type,
    title: titleOf(recognition),
    typeConfidence: recognition.typeConfidence,
    fields: Object.entries(recognition.fields).map(([name, field]) => ({
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
        label: flagLabels[flag.code],
        reason: flag.reason,
        confidence: flag.confidence,
        page: positionOf(flag.page),
        box: flag.box,
      })),
    ],
  };
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
