import type { PdfDocument } from './pdf-document.ts';
import { as, nameOf, type PdfDictionary, textOf } from './pdf-value.ts';
import type { SignatureField } from './signature-fields.ts';

/** What a signature allows to be done after it. */
export interface ModificationPolicy {
  /** DocMDP level: 1 nothing but validation data, 2 also signing, 3 also annotations; undefined without restriction. */
  readonly level: 1 | 2 | 3 | undefined;
  readonly isFieldLocked: (fieldName: string) => boolean;
}

/** Reads DocMDP, FieldMDP and the field's lock (ISO 32000-2 §12.8.2.2, §12.8.2.4, §12.7.5.5). */
export function readModificationPolicy(document: PdfDocument, field: SignatureField): ModificationPolicy {
  let level: 1 | 2 | 3 | undefined;
  const locks: ((fieldName: string) => boolean)[] = [];
  const restrict = (value: unknown): void => {
    const next = value === 1 || value === 2 || value === 3 ? value : undefined;
    if (next !== undefined && (level === undefined || next < level)) level = next;
  };
  const references = as('array', document.entry(field.signature, 'Reference'))?.items ?? [];
  for (const item of references) {
    const reference = as('dictionary', document.resolve(item));
    const parameters = as('dictionary', document.entry(reference, 'TransformParams'));
    const method = nameOf(document.entry(reference, 'TransformMethod'));
    if (method === 'DocMDP') restrict(document.entry(parameters, 'P') ?? 2);
    if (method === 'FieldMDP') locks.push(readLock(document, parameters));
  }
  // Signing programs copy the field's lock into the signature; one that did not still saw it.
  const lock = as('dictionary', document.entry(field.dictionary, 'Lock'));
  if (lock) locks.push(readLock(document, lock));
  restrict(document.entry(lock, 'P'));
  return { level, isFieldLocked: (fieldName) => locks.some((isLocked) => isLocked(fieldName)) };
}

/** Which fields a lock or the parameters of FieldMDP name (ISO 32000-2 §12.8.2.4, table 259). */
function readLock(document: PdfDocument, lock: PdfDictionary | undefined): (fieldName: string) => boolean {
  const action = nameOf(document.entry(lock, 'Action'));
  const names = (as('array', document.entry(lock, 'Fields'))?.items ?? []).map((name) =>
    textOf(document.resolve(name)),
  );
  return (fieldName) => {
    const isNamed = names.some((name) => fieldName === name || fieldName.startsWith(`${name}.`));
    return action === 'Include' ? isNamed : action === 'Exclude' ? !isNamed : true;
  };
}
