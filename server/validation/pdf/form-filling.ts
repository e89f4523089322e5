// What filling in a form may do (ISO 32000-2 §12.8.2.2.2, table 257): give fields that are there another value, with an
// appearance that shows it. Whoever signs a form leaves its open fields to others; where they stand, what they are
// called, and everything around them stays.
import { differsDeeply } from './differs-deeply.ts';
import type { ModificationPolicy } from './modification-policy.ts';
import type { PdfDocument } from './pdf-document.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';
import { as, nameOf, type PdfArray, type PdfDictionary, type PdfValue, textOf } from './pdf-value.ts';
import { areaOf, MAX_APPEARANCE_AREA } from './signing-changes.ts';

/** A dictionary of a field that people fill in: the field itself, or one of its widgets. */
export interface FillableField {
  readonly name: string;
  readonly type: 'Tx' | 'Ch' | 'Btn';
  readonly flags: number;
  /** This dictionary and those it inherits from, nearest first. */
  readonly line: readonly number[];
}

/** Keys that filling in may change. */
export const FILLING_KEYS = ['V', 'AS', 'AP', 'I'] as const;

const READ_ONLY = 1 << 0;
const PUSH_BUTTON = 1 << 16;
const MAX_FIELDS = 10_000;

/** Dictionaries of the form's fields for text, choices and check boxes, by object number. */
export function listFillableFields(document: PdfDocument): Map<number, FillableField> {
  const found = new Map<number, FillableField>();
  const ambiguous = new Set<number>();
  let count = 0;
  const visit = (
    kids: PdfArray | undefined,
    above: Omit<FillableField, 'type'> & { type?: string },
  ): void => {
    for (const kid of kids?.items ?? []) {
      if (++count > MAX_FIELDS) throw new PdfSyntaxError('too-complex', 'too many form fields');
      const number = as('reference', kid)?.number;
      const dictionary = as('dictionary', document.resolve(kid));
      if (number === undefined || dictionary === undefined || above.line.includes(number)) continue;
      if (found.has(number)) ambiguous.add(number);
      const name = [above.name, textOf(document.entry(dictionary, 'T'))].filter(Boolean).join('.');
      const type = nameOf(document.entry(dictionary, 'FT')) ?? above.type;
      const ownFlags = document.entry(dictionary, 'Ff');
      const flags = typeof ownFlags === 'number' ? ownFlags : above.flags;
      const line = [number, ...above.line];
      if (type === 'Tx' || type === 'Ch' || type === 'Btn') found.set(number, { name, type, flags, line });
      if (line.length < 32)
        visit(as('array', document.entry(dictionary, 'Kids')), {
          name,
          flags,
          line,
          ...(type ? { type } : {}),
        });
    }
  };
  const form = as('dictionary', document.entry(document.catalog, 'AcroForm'));
  visit(as('array', document.entry(form, 'Fields')), { name: '', flags: 0, line: [] });
  for (const number of ambiguous) found.delete(number);
  return found;
}

/** Judges what happened to `FILLING_KEYS` of a field; undefined when nothing did. */
export function judgeFilling(
  before: PdfDocument,
  after: PdfDocument,
  field: FillableField & { readonly former: PdfDictionary; readonly now: PdfDictionary },
  policy: ModificationPolicy,
): { readonly isPermitted: boolean } | undefined {
  const { former, now, type, flags } = field;
  const changed = FILLING_KEYS.filter((key) =>
    differsDeeply([before, former.entries.get(key)], [after, now.entries.get(key)]),
  );
  if (changed.length === 0) return undefined;
  const mayBeFilled =
    policy.level !== 1 &&
    !policy.isFieldLocked(field.name) &&
    (flags & READ_ONLY) === 0 &&
    !(type === 'Btn' && (flags & PUSH_BUTTON) !== 0);
  // Another appearance of the same value would show what the field does not say.
  const hasNewValue = isValueChanged(before, after, field.line);
  const rules: Record<(typeof FILLING_KEYS)[number], () => boolean> = {
    V: () => isPlainValue(after, now.entries.get('V')),
    I: () => type === 'Ch' && hasNewValue && isNumbers(after, now.entries.get('I')),
    AS: () => type === 'Btn' && hasNewValue && isKnownState(before, former, after.entry(now, 'AS')),
    AP: () => type !== 'Btn' && hasNewValue && isOneAppearance([before, former], [after, now]),
  };
  return { isPermitted: mayBeFilled && changed.every((key) => rules[key]()) };
}

/** The value a field has, perhaps from a dictionary above. */
function isValueChanged(before: PdfDocument, after: PdfDocument, line: readonly number[]): boolean {
  const valueIn = (document: PdfDocument): PdfValue | undefined =>
    line
      .map((number) => as('dictionary', document.readObject(number))?.entries.get('V'))
      .find((value) => value !== undefined);
  return differsDeeply([before, valueIn(before)], [after, valueIn(after)]);
}

function isPlainValue(document: PdfDocument, value: PdfValue | undefined): boolean {
  const isText = (item: PdfValue): boolean => item === null || ['string', 'name'].includes(kindOf(item));
  const resolved = document.resolve(value);
  const items = as('array', resolved)?.items;
  return items ? items.every((item) => isText(document.resolve(item))) : isText(resolved);
}

const kindOf = (value: PdfValue): string =>
  typeof value === 'object' && value !== null ? value.kind : typeof value;

function isNumbers(document: PdfDocument, value: PdfValue | undefined): boolean {
  const items = as('array', document.resolve(value))?.items ?? [];
  return items.every((item) => typeof document.resolve(item) === 'number');
}

/** A state of a check box for which the signed form holds the picture. */
function isKnownState(before: PdfDocument, former: PdfDictionary, state: PdfValue): boolean {
  const name = nameOf(state);
  const pictures = as('dictionary', before.entry(as('dictionary', before.entry(former, 'AP')), 'N'));
  return name === 'Off' || (name !== undefined && pictures?.entries.has(name) === true);
}

/** Only the normal appearance is another, and it stays within a field that is not large enough to cover a page. */
function isOneAppearance(
  [before, former]: readonly [PdfDocument, PdfDictionary],
  [after, now]: readonly [PdfDocument, PdfDictionary],
): boolean {
  const [a, b] = [as('dictionary', before.entry(former, 'AP')), as('dictionary', after.entry(now, 'AP'))];
  const keys = [...(a?.entries.keys() ?? []), ...(b?.entries.keys() ?? [])];
  return (
    b !== undefined &&
    as('stream', after.entry(b, 'N')) !== undefined &&
    keys.every(
      (key) => key === 'N' || !differsDeeply([before, a?.entries.get(key)], [after, b.entries.get(key)]),
    ) &&
    areaOf(before, former) <= MAX_APPEARANCE_AREA
  );
}
