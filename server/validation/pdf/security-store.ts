import { decodeStream } from './decode-stream.ts';
import type { PdfDocument } from './pdf-document.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';
import { as } from './pdf-value.ts';

/** Contents of the document security store (ISO 32000-2 §12.8.4.3), DER. */
export interface SecurityStore {
  readonly certificates: readonly Uint8Array[];
  readonly ocspResponses: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

const MAX_ITEMS = 500;

/** Reads the DSS of a revision; undefined when it has none. Streams that cannot be decoded are left out. */
export function readSecurityStore(document: PdfDocument): SecurityStore | undefined {
  const store = as('dictionary', document.entry(document.catalog, 'DSS'));
  if (store === undefined) return undefined;
  const read = (key: string): Uint8Array[] => {
    const items = as('array', document.entry(store, key))?.items ?? [];
    if (items.length > MAX_ITEMS) throw new PdfSyntaxError('too-complex', 'security store too long');
    return items.flatMap((item) => {
      const stream = as('stream', document.resolve(item));
      if (stream === undefined) return [];
      try {
        return [decodeStream(stream, { remainingBytes: 16 * 1024 * 1024 })];
      } catch {
        return [];
      }
    });
  };
  return { certificates: read('Certs'), ocspResponses: read('OCSPs'), crls: read('CRLs') };
}
