import type { PdfDocument } from './pdf-document.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';
import { as, nameOf, type PdfArray, type PdfDictionary, textOf } from './pdf-value.ts';

export interface SignatureField {
  /** Fully qualified name (ISO 32000-2 §12.7.4.2). */
  readonly name: string;
  /** Object number of the field; 0 when it is a direct object. */
  readonly number: number;
  readonly dictionary: PdfDictionary;
  /** The signature dictionary, when the field is signed. */
  readonly signature: PdfDictionary | undefined;
}

const MAX_FIELDS = 10_000;

/** All signature fields of the form, in the order of the field tree. */
export function listSignatureFields(document: PdfDocument): SignatureField[] {
  const form = as('dictionary', document.entry(document.catalog, 'AcroForm'));
  const found: SignatureField[] = [];
  const visited = new Set<number>();
  let count = 0;
  const visit = (items: PdfArray | undefined, prefix: string, inheritedType: string | undefined): void => {
    for (const item of items?.items ?? []) {
      const number = as('reference', item)?.number ?? 0;
      if (++count > MAX_FIELDS) throw new PdfSyntaxError('too-complex', 'too many form fields');
      if (number !== 0 && visited.has(number)) continue;
      visited.add(number);
      const dictionary = as('dictionary', document.resolve(item));
      if (dictionary === undefined) continue;
      const partial = textOf(document.entry(dictionary, 'T'));
      const name = [prefix, partial].filter(Boolean).join('.');
      const type = nameOf(document.entry(dictionary, 'FT')) ?? inheritedType;
      const kids = as('array', document.entry(dictionary, 'Kids'));
      const hasChildFields = kids?.items.some(
        (kid) => as('dictionary', document.resolve(kid))?.entries.has('T') === true,
      );
      const signature = as('dictionary', document.entry(dictionary, 'V'));
      // A signed field stays one whatever is hung below it: a signature must not hide in the tree.
      if (type === 'Sig' && (!hasChildFields || signature !== undefined))
        found.push({ name, number, dictionary, signature });
      if (hasChildFields) visit(kids, name, type);
    }
  };
  visit(as('array', document.entry(form, 'Fields')), '', undefined);
  return found;
}
