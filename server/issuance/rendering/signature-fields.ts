import {
  type PDF,
  type PDFPage,
  PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  type PdfRef,
  PdfString,
} from '@libpdf/core';
import type { Placement } from './page-image.ts';
import { numberArray } from './pdf-objects.ts';
import type { FieldTag } from './structure-tree.ts';

/** Print and Locked (ISO 32000-1, table 165). */
const WIDGET_FLAGS = 132;
/** SignaturesExist and AppendOnly (ISO 32000-1, table 219). */
const SIGNATURE_FLAGS = 3;

/** An unsigned signature field with the appearance it keeps once signed. */
export interface SignatureField {
  readonly name: 'Certifier' | 'Authority';
  readonly page: PDFPage;
  readonly at: Placement;
  /** Form XObject whose bounding box has the size of `at`. */
  readonly appearance: PdfRef;
  /** What the field shows, read instead of it. */
  readonly description: string;
  readonly tag: FieldTag;
}

/**
 * Adds signature fields merged with their widgets. Everything visible is in the file before the first
 * signature, so that the later ones only fill in /V.
 */
export const addSignatureFields = (pdf: PDF, fields: readonly SignatureField[]): void => {
  const refs = fields.map(({ name, page, at, appearance, description, tag }) => {
    const dict = PdfDict.of({
      Type: PdfName.of('Annot'),
      Subtype: PdfName.of('Widget'),
      FT: PdfName.of('Sig'),
      T: PdfString.fromString(name),
      TU: PdfString.fromString(description),
      F: PdfNumber.of(WIDGET_FLAGS),
      P: page.ref,
      Rect: numberArray([at.x, at.y, at.x + at.width, at.y + at.height]),
      AP: PdfDict.of({ N: appearance }),
    });
    const widget = pdf.register(dict);
    const key = tag.attach(widget);
    if (key !== null) dict.set('StructParent', PdfNumber.of(key));
    const annotations = page.dict.get('Annots');
    const others = annotations instanceof PdfArray ? [...annotations] : [];
    page.dict.set('Annots', new PdfArray([...others, widget]));
    return widget;
  });
  const form = PdfDict.of({ Fields: new PdfArray(refs), SigFlags: PdfNumber.of(SIGNATURE_FLAGS) });
  pdf.getCatalog().set('AcroForm', pdf.register(form));
};
