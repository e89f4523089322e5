// What signing may do to a form: fill an empty signature field, or add one (ISO 32000-2 §12.7.5.5). The appearance of
// a signature is drawn over the page, so it may be given, but not be large enough to hide what was signed.
import type { LaterChange } from '@saoy/contracts/validation-report';
import type { ModificationPolicy } from './modification-policy.ts';
import type { PdfDocument } from './pdf-document.ts';
import { as, nameOf, type PdfDictionary, type PdfValue } from './pdf-value.ts';

export type FormChange = Pick<LaterChange, 'kind' | 'isPermitted'>;

const ANNOTATION_HIDDEN = 0x02;
/** A sixth of an A4 page, in square points. */
export const MAX_APPEARANCE_AREA = 84_000;

/** Keys of a field that signing it may set. */
export const SIGNING_KEYS = ['V', 'AP', 'F', 'Ff', 'Type'] as const;

/** Judges a signature field that is signed now and was empty before. */
export function judgeSigning(
  before: PdfDocument,
  after: PdfDocument,
  field: { readonly name: string; readonly former: PdfDictionary; readonly now: PdfDictionary },
  policy: ModificationPolicy,
): FormChange {
  const { former, now } = field;
  const isNewValue = isNewObject(before, now.entries.get('V'));
  const type = now.entries.get('Type');
  const keepsType =
    type === undefined ? !former.entries.has('Type') : nameOf(after.resolve(type)) === 'Annot';
  const area = areaOf(after, now);
  if (isTimeStampField(after, now) && area === 0)
    return { kind: 'document-time-stamp', isPermitted: isNewValue && keepsType };
  const changesAppearance = now.entries.get('AP') !== undefined;
  return {
    kind: 'signature',
    isPermitted:
      isNewValue &&
      keepsType &&
      policy.level !== 1 &&
      !policy.isFieldLocked(field.name) &&
      (!changesAppearance || area <= MAX_APPEARANCE_AREA),
  };
}

/** Judges a field that the form did not have before. */
export function judgeNewField(
  before: PdfDocument,
  after: PdfDocument,
  number: number,
  policy: ModificationPolicy,
): FormChange & { readonly widgets: readonly number[] } {
  const field = as('dictionary', after.readObject(number));
  const kids = as('array', after.entry(field, 'Kids'))?.items.map((kid) => as('reference', kid)?.number ?? 0);
  const widgets = kids ?? [number];
  const dictionaries = [number, ...widgets].map((each) => as('dictionary', after.readObject(each)));
  const isPlain = dictionaries.every(
    (each, i) =>
      each !== undefined &&
      !each.entries.has('AA') &&
      !each.entries.has('A') &&
      (i === 0 || !kids || !each.entries.has('T')),
  );
  // A number that dangled before would redefine what an old reference shows.
  const areNew = [number, ...widgets].every((each) => each > 0 && before.readObject(each) === null);
  const isSignatureField =
    field !== undefined && nameOf(after.entry(field, 'FT')) === 'Sig' && !field.entries.has('Parent');
  if (!isPlain || !areNew || !isSignatureField) return { kind: 'form', isPermitted: false, widgets: [] };

  const area = Math.max(...dictionaries.map((each) => areaOf(after, each!)));
  const isSigned = isNewObject(before, field.entries.get('V'));
  if (isTimeStampField(after, field))
    return { kind: 'document-time-stamp', isPermitted: isSigned && area === 0, widgets };
  const { level } = policy;
  const isPermitted = area === 0 ? level !== 1 : level === undefined && area <= MAX_APPEARANCE_AREA;
  return { kind: 'signature', isPermitted: isSigned && isPermitted, widgets };
}

const isNewObject = (before: PdfDocument, value: PdfValue | undefined): boolean => {
  const number = as('reference', value)?.number;
  return number !== undefined && before.readObject(number) === null;
};

const isTimeStampField = (document: PdfDocument, field: PdfDictionary): boolean =>
  nameOf(document.entry(as('dictionary', document.entry(field, 'V')), 'Type')) === 'DocTimeStamp';

/** Square points that a widget draws over; 0 when it is not to be seen. */
export function areaOf(document: PdfDocument, widget: PdfDictionary): number {
  const flags = document.entry(widget, 'F');
  if (typeof flags === 'number' && (flags & ANNOTATION_HIDDEN) !== 0) return 0;
  const rectangle = as('array', document.entry(widget, 'Rect'))?.items.map((item) => document.resolve(item));
  if (rectangle === undefined) return widget.entries.has('AP') ? Number.POSITIVE_INFINITY : 0;
  const [x1, y1, x2, y2] = rectangle;
  if (typeof x1 !== 'number' || typeof y1 !== 'number' || typeof x2 !== 'number' || typeof y2 !== 'number')
    return Number.POSITIVE_INFINITY;
  return Math.abs(x1 - x2) * Math.abs(y1 - y2);
}
