import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { PdfDocument } from '../validation/pdf/pdf-document.ts';
import { as, type PdfDictionary, type PdfValue } from '../validation/pdf/pdf-value.ts';
import { listSignatureFields, type SignatureField } from '../validation/pdf/signature-fields.ts';
import { buildCades } from './build-cades.ts';
import type { GrowingFile } from './growing-file.ts';
import { PdfIncrement } from './pdf-increment.ts';
import { array, date, dictionary, name, reference, text, withEntries } from './pdf-values.ts';
import { PlacedSignature, serializeWithPlaceholder } from './signature-placeholder.ts';
import type { Signer } from './signer.ts';
import type { TimeStampAuthority } from './time-stamp-authority.ts';

export interface FieldSignatureOptions {
  readonly fieldName: string;
  readonly signer: Signer;
  readonly tsa: TimeStampAuthority;
  readonly signedAt: Date;
  readonly reason?: string;
  readonly name?: string;
  /** Makes this the certification signature with a DocMDP level (ISO 32000-2 §12.8.2.2). */
  readonly certificationLevel?: 1 | 2;
  /** Fields that this revision, the first to be signed, gives a lock: signing them ends all further changes. */
  readonly lockFields?: readonly string[];
}

/**
 * Signs one existing empty field by an incremental update, at level B-T; appearances are not touched.
 * Returns the signature time-stamp. After an error the file is of no use any more.
 */
export async function signField(
  file: GrowingFile,
  options: FieldSignatureOptions,
): Promise<Result<{ readonly timeStampToken: Uint8Array }, Fault>> {
  const { document } = file;
  const fields = listSignatureFields(document);
  const field = fields.find((candidate) => candidate.name === options.fieldName);
  if (field === undefined || field.number === 0 || field.signature !== undefined)
    return err(fault('signing.field-missing', options.fieldName));
  const increment = new PdfIncrement(document);
  const root = document.catalogReference;
  const catalog = document.catalog;
  if (root === undefined || catalog === undefined) return err(fault('signing.field-missing', 'no catalog'));

  const signatureNumber = increment.allocate();
  increment.set(field.number, withEntries(field.dictionary, { V: reference(signatureNumber) }));
  if (options.certificationLevel !== undefined) {
    const permissions = dictionary({ DocMDP: reference(signatureNumber) });
    increment.set(root.number, withEntries(catalog, { Perms: permissions }));
  }
  for (const lockedName of options.lockFields ?? []) {
    const locked = fields.find((candidate) => candidate.name === lockedName);
    if (locked === undefined || locked.number === 0) return err(fault('signing.field-missing', lockedName));
    increment.set(locked.number, withEntries(locked.dictionary, { Lock: wholeDocumentLock() }));
  }
  const body = serializeWithPlaceholder(
    dictionary({
      Type: name('Sig'),
      Filter: name('Adobe.PPKLite'),
      SubFilter: name('ETSI.CAdES.detached'),
      M: date(options.signedAt),
      Name: options.name === undefined ? undefined : text(options.name),
      Reason: options.reason === undefined ? undefined : text(options.reason),
      Reference: signatureReferences(document, field, root, options.certificationLevel),
    }),
  );
  increment.setSerialized(signatureNumber, body);
  const placed = new PlacedSignature(file, file.append(increment).get(signatureNumber)!);
  const cades = await buildCades({
    hashContent: (digestName) => placed.hash(digestName),
    signer: options.signer,
    tsa: options.tsa,
  });
  if (!cades.ok) return cades;
  if (!placed.fill(cades.value.cms)) return err(fault('signing.self-check-failed', 'signature too long'));
  return ok({ timeStampToken: cades.value.timeStampToken });
}

/** ISO 32000-2 §12.7.5.5: once signed, no field may change and the document is final. */
const wholeDocumentLock = (): PdfDictionary =>
  dictionary({ Type: name('SigFieldLock'), Action: name('All'), P: 1 });

function signatureReferences(
  document: PdfDocument,
  field: SignatureField,
  root: PdfValue,
  certificationLevel: 1 | 2 | undefined,
): PdfValue | undefined {
  const references: PdfDictionary[] = [];
  const parameters = (entries: Record<string, PdfValue>) =>
    dictionary({ Type: name('TransformParams'), V: name('1.2'), ...entries });
  if (certificationLevel !== undefined) {
    references.push(
      dictionary({
        Type: name('SigRef'),
        TransformMethod: name('DocMDP'),
        TransformParams: parameters({ P: certificationLevel }),
      }),
    );
  }
  if (as('dictionary', document.entry(field.dictionary, 'Lock'))) {
    references.push(
      dictionary({
        Type: name('SigRef'),
        TransformMethod: name('FieldMDP'),
        TransformParams: parameters({ Action: name('All') }),
        Data: root,
      }),
    );
  }
  return references.length > 0 ? array(...references) : undefined;
}
