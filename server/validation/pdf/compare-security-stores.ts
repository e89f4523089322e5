import type { PdfDocument } from './pdf-document.ts';
import { as, type PdfDictionary, type PdfValue } from './pdf-value.ts';

const DER_ARRAYS = ['Certs', 'OCSPs', 'CRLs'] as const;
const VRI_ARRAYS = ['Cert', 'OCSP', 'CRL'] as const;

/**
 * Whether a later security store is one, keeps every entry for a signature (VRI) of the earlier one as it was, and
 * holds nothing else (ISO 32000-2 §12.8.4.3). Single items may be left out when they are of no use any more.
 */
export function isSecurityStoreKept(
  [before, storeBefore]: readonly [PdfDocument, PdfValue | undefined],
  [after, storeAfter]: readonly [PdfDocument, PdfValue | undefined],
  differs: (a: PdfValue | undefined, b: PdfValue | undefined) => boolean,
): boolean {
  const store = as('dictionary', after.resolve(storeAfter));
  if (store === undefined || !hasOnly(store, ['Type', 'VRI', ...DER_ARRAYS])) return false;
  const former = as('dictionary', before.resolve(storeBefore));
  if (former && [...former.entries.keys()].some((key) => key !== 'Type' && !store.entries.has(key)))
    return false;
  if (!DER_ARRAYS.every((key) => isArrayOfStreams(after, store.entries.get(key)))) return false;

  const entries = as('dictionary', after.entry(store, 'VRI'))?.entries ?? new Map<string, PdfValue>();
  const formerEntries = as('dictionary', before.entry(former, 'VRI'))?.entries ?? new Map<string, PdfValue>();
  for (const [key, value] of formerEntries) if (differs(value, entries.get(key))) return false;
  return [...entries].every(([key, value]) => formerEntries.has(key) || isNewEntry(after, key, value));
}

/** Keyed by the SHA-1 of a signature, in upper-case hexadecimal. */
function isNewEntry(document: PdfDocument, key: string, value: PdfValue): boolean {
  const entry = as('dictionary', document.resolve(value));
  return (
    /^[0-9A-Z]{40}$/.test(key) &&
    entry !== undefined &&
    hasOnly(entry, ['Type', 'TU', 'TS', ...VRI_ARRAYS]) &&
    VRI_ARRAYS.every((name) => isArrayOfStreams(document, entry.entries.get(name)))
  );
}

const hasOnly = (dictionary: PdfDictionary, keys: readonly string[]): boolean =>
  [...dictionary.entries.keys()].every((key) => keys.includes(key));

function isArrayOfStreams(document: PdfDocument, value: PdfValue | undefined): boolean {
  if (value === undefined) return true;
  const items = as('array', document.resolve(value))?.items;
  return items?.every((item) => as('stream', document.resolve(item)) !== undefined) ?? false;
}
