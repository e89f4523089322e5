import type { Fault } from '@saoy/contracts/errors';
import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { PdfDocument } from '../validation/pdf/pdf-document.ts';
import { as, type PdfDictionary, type PdfValue } from '../validation/pdf/pdf-value.ts';
import type { SecurityStore } from '../validation/pdf/security-store.ts';
import { listSignatureFields } from '../validation/pdf/signature-fields.ts';
import { GrowingFile } from './growing-file.ts';
import { PdfIncrement } from './pdf-increment.ts';
import { array, dictionary, name, reference, stream, text, withEntries } from './pdf-values.ts';
import { PlacedSignature, serializeWithPlaceholder } from './signature-placeholder.ts';
import type { TimeStampAuthority } from './time-stamp-authority.ts';

const PRINT_AND_LOCKED = 132;

/** Appends validation data to the document security store (EN 319 142-1 §5.4.2), without a time-stamp. */
export function addSecurityStore(pdf: Uint8Array, added: SecurityStore): Uint8Array {
  const file = new GrowingFile(pdf);
  appendSecurityStore(file, added);
  return file.bytes;
}

export function appendSecurityStore(file: GrowingFile, added: SecurityStore): void {
  const { document } = file;
  const increment = new PdfIncrement(document);
  const catalog = withEntries(document.catalog!, { DSS: mergedStore(document, increment, added) });
  increment.set(document.catalogReference!.number, catalog);
  file.append(increment);
}

/**
 * One revision with validation data and a document time-stamp over all of it (B-LTA, EN 319 142-1 §5.5);
 * done again before the authority's certificate lapses, it renews the archive.
 */
export async function addArchiveRevision(
  pdf: Uint8Array,
  added: SecurityStore,
  tsa: TimeStampAuthority,
): Promise<Result<{ readonly pdf: Uint8Array; readonly timeStampToken: Uint8Array }, Fault>> {
  const file = new GrowingFile(pdf);
  const stamped = await appendArchiveRevision(file, added, tsa);
  return stamped.ok ? ok({ pdf: file.bytes, ...stamped.value }) : stamped;
}

/** As `addArchiveRevision`; after an error the file is of no use any more. */
export async function appendArchiveRevision(
  file: GrowingFile,
  added: SecurityStore,
  tsa: TimeStampAuthority,
): Promise<Result<{ readonly timeStampToken: Uint8Array }, Fault>> {
  const { document } = file;
  const increment = new PdfIncrement(document);
  const page = firstPage(document);
  const form = document.catalog?.entries.get('AcroForm');
  const formDictionary = as('dictionary', document.resolve(form));
  if (page === undefined || formDictionary === undefined)
    return err(fault('signing.field-missing', 'no form'));

  const stampNumber = increment.allocate();
  const names = new Set(listSignatureFields(document).map((field) => field.name));
  let ordinal = 1;
  while (names.has(`ArchiveTimeStamp${ordinal}`)) ordinal++;
  const widget = increment.add(
    dictionary({
      Type: name('Annot'),
      Subtype: name('Widget'),
      FT: name('Sig'),
      T: text(`ArchiveTimeStamp${ordinal}`),
      V: reference(stampNumber),
      F: PRINT_AND_LOCKED,
      Rect: array(0, 0, 0, 0),
      P: reference(page.number, page.generation),
    }),
  );
  appendReference({
    document,
    increment,
    owner: page.dictionary,
    ownerNumber: page.number,
    key: 'Annots',
    item: widget,
  });
  let catalog = withEntries(document.catalog!, { DSS: mergedStore(document, increment, added) });
  const formNumber = as('reference', form)?.number;
  const newForm = appendReference({
    document,
    increment,
    owner: formDictionary,
    ...(formNumber === undefined ? {} : { ownerNumber: formNumber }),
    key: 'Fields',
    item: widget,
  });
  if (formNumber === undefined) catalog = withEntries(catalog, { AcroForm: newForm });
  increment.set(document.catalogReference!.number, catalog);
  increment.setSerialized(
    stampNumber,
    serializeWithPlaceholder(
      dictionary({
        Type: name('DocTimeStamp'),
        Filter: name('Adobe.PPKLite'),
        SubFilter: name('ETSI.RFC3161'),
      }),
    ),
  );
  const placed = new PlacedSignature(file, file.append(increment).get(stampNumber)!);
  const stamped = await tsa.stamp(placed.hash('sha256'));
  if (!stamped.ok) return stamped;
  if (!placed.fill(stamped.value)) return err(fault('signing.self-check-failed', 'token too long'));
  return ok({ timeStampToken: stamped.value });
}

function firstPage(
  document: PdfDocument,
): { readonly number: number; readonly generation: number; readonly dictionary: PdfDictionary } | undefined {
  let node: PdfValue | undefined = document.catalog?.entries.get('Pages');
  for (let depth = 0; depth < 32; depth++) {
    const found = as('reference', node);
    const value = as('dictionary', document.resolve(node));
    if (found === undefined || value === undefined) return undefined;
    const kids = as('array', document.entry(value, 'Kids'));
    if (kids === undefined) return { number: found.number, generation: found.generation, dictionary: value };
    node = kids.items[0];
  }
  return undefined;
}

/** Appends to an array of a dictionary, wherever the array is stored; returns the dictionary as it is now. */
function appendReference(options: {
  readonly document: PdfDocument;
  readonly increment: PdfIncrement;
  readonly owner: PdfDictionary;
  readonly ownerNumber?: number;
  readonly key: string;
  readonly item: number;
}): PdfDictionary {
  const { document, increment, owner, ownerNumber, key, item } = options;
  const present = owner.entries.get(key);
  const items = as('array', document.resolve(present))?.items ?? [];
  const extended = array(...items, reference(item));
  const arrayNumber = as('reference', present)?.number;
  if (arrayNumber !== undefined) {
    increment.set(arrayNumber, extended);
    return owner;
  }
  const changed = withEntries(owner, { [key]: extended });
  if (ownerNumber !== undefined) increment.set(ownerNumber, changed);
  return changed;
}

/** The present store with new streams appended. */
function mergedStore(document: PdfDocument, increment: PdfIncrement, added: SecurityStore): PdfDictionary {
  const present = as('dictionary', document.entry(document.catalog, 'DSS'));
  const merge = (key: string, items: readonly Uint8Array[]): PdfValue =>
    array(
      ...(as('array', document.entry(present, key))?.items ?? []),
      ...items.map((der) => reference(increment.add(stream(der)))),
    );
  return dictionary({
    Type: name('DSS'),
    Certs: merge('Certs', added.certificates),
    OCSPs: merge('OCSPs', added.ocspResponses),
    CRLs: merge('CRLs', added.crls),
  });
}
