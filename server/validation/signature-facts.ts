import { createHash } from 'node:crypto';
import type { LaterChange } from '@saoy/contracts/validation-report';
import { readSignedData, type SignedDataFacts } from './cms/signed-data.ts';
import { hasImprintOf, readTimeStampToken, type TimeStampFacts } from './cms/time-stamp-token.ts';
import { readByteRange } from './pdf/byte-range.ts';
import { compareRevisions } from './pdf/compare-revisions.ts';
import { readModificationPolicy } from './pdf/modification-policy.ts';
import { PdfDocument } from './pdf/pdf-document.ts';
import { PdfSyntaxError } from './pdf/pdf-syntax-error.ts';
import { nameOf } from './pdf/pdf-value.ts';
import { readSecurityStore, type SecurityStore } from './pdf/security-store.ts';
import { listSignatureFields, type SignatureField } from './pdf/signature-fields.ts';

/** Everything that can be said about one signature of a file without asking whom to trust. */
export interface SignatureFacts {
  readonly field: string;
  readonly kind: 'signature' | 'docTimeStamp';
  /** Dictionary, byte range or CMS are not of a shape that may be trusted. */
  readonly formatProblem?: string;
  readonly subFilter: string | undefined;
  /** First byte that is not covered; 0 when the byte range is malformed. */
  readonly coverageEnd: number;
  readonly coversWholeFile: boolean;
  readonly isDocumentIntact: boolean;
  readonly cms: SignedDataFacts | undefined;
  /** The token of a document time-stamp. */
  readonly token: TimeStampFacts | undefined;
  /** Signature time-stamps; undefined stands for one that cannot be read or stamps something else. */
  readonly signatureTimeStamps: readonly (TimeStampFacts | undefined)[];
  readonly laterChanges: readonly LaterChange[];
  /** The security store in the revision that this signature covers. */
  readonly coveredStore: SecurityStore | undefined;
}

const SIGNATURE_FORMATS = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached'];
const TIME_STAMP_FORMAT = 'ETSI.RFC3161';

/** Collects the facts of every signed signature field, in the order in which they were added. */
export function collectSignatureFacts(document: PdfDocument): SignatureFacts[] {
  return listSignatureFields(document)
    .filter(({ signature }) => signature !== undefined)
    .map((field) => factsOf(document, field))
    .sort((a, b) => a.coverageEnd - b.coverageEnd);
}

function factsOf(document: PdfDocument, field: SignatureField): SignatureFacts {
  const { bytes } = document;
  const signature = field.signature!;
  const subFilter = nameOf(document.entry(signature, 'SubFilter'));
  const isTimeStamp =
    nameOf(document.entry(signature, 'Type')) === 'DocTimeStamp' || subFilter === TIME_STAMP_FORMAT;
  const blank: SignatureFacts = {
    field: field.name,
    kind: isTimeStamp ? 'docTimeStamp' : 'signature',
    subFilter,
    coverageEnd: 0,
    coversWholeFile: false,
    isDocumentIntact: false,
    cms: undefined,
    token: undefined,
    signatureTimeStamps: [],
    laterChanges: [],
    coveredStore: undefined,
  };
  if (!(isTimeStamp ? [TIME_STAMP_FORMAT] : SIGNATURE_FORMATS).includes(subFilter ?? ''))
    return { ...blank, formatProblem: 'unsupported SubFilter' };
  const range = readByteRange(signature, bytes);
  if (range === undefined) return { ...blank, formatProblem: 'byte range' };
  const covered = [bytes.subarray(0, range.gapStart), bytes.subarray(range.gapEnd, range.end)] as const;
  const located = { ...blank, coverageEnd: range.end, coversWholeFile: range.end === bytes.length };

  const seen = readCoveredRevision(document, field, range.end);
  if (typeof seen === 'string') return { ...located, formatProblem: seen };
  const history = {
    ...located,
    laterChanges: laterChangesSince(seen.revision, document, seen.field),
    coveredStore: readSecurityStore(seen.revision),
  };
  try {
    if (isTimeStamp) {
      const token = readTimeStampToken(range.contents);
      if (!isPaddedWithZeros(range.contents, token.cms.sizeBytes))
        return { ...history, formatProblem: 'padding' };
      return { ...history, cms: token.cms, token, isDocumentIntact: hasImprintOf(token, ...covered) };
    }
    const hashContent = (digest: string) => createHash(digest).update(covered[0]).update(covered[1]).digest();
    const cms = readSignedData(range.contents, hashContent);
    if (!isPaddedWithZeros(range.contents, cms.sizeBytes)) return { ...history, formatProblem: 'padding' };
    if (cms.content !== undefined) return { ...history, formatProblem: 'attached content' };
    return {
      ...history,
      cms,
      isDocumentIntact: cms.isDigestRight,
      signatureTimeStamps: cms.timeStampTokens.map((der) => readSignatureTimeStamp(der, cms.signatureValue)),
    };
  } catch {
    return { ...history, formatProblem: 'CMS' };
  }
}

function readSignatureTimeStamp(der: Uint8Array, signatureValue: Uint8Array): TimeStampFacts | undefined {
  try {
    const token = readTimeStampToken(der);
    return token.isTokenRight && hasImprintOf(token, signatureValue) ? token : undefined;
  } catch {
    return undefined;
  }
}

/** The document as the signed prefix alone shows it: what the signer's readers would have seen. */
function readCoveredRevision(
  document: PdfDocument,
  field: SignatureField,
  end: number,
): { readonly revision: PdfDocument; readonly field: SignatureField } | string {
  if (end === document.bytes.length && document.end === end) return { revision: document, field };
  try {
    const revision = new PdfDocument(document.bytes.subarray(0, end));
    const rest = document.bytes.subarray(revision.end, end);
    if (!rest.every((byte) => byte === 10 || byte === 13 || byte === 32))
      return 'covered bytes go on after the end-of-file marker';
    const same = listSignatureFields(revision).find(({ name }) => name === field.name);
    const contents = same?.signature?.entries.get('Contents');
    const wanted = field.signature?.entries.get('Contents');
    const startOf = (value: unknown) => (value as { start?: number } | undefined)?.start;
    if (same === undefined || startOf(contents) !== startOf(wanted))
      return 'signature is not in its own revision';
    return { revision, field: same };
  } catch (error) {
    if (error instanceof PdfSyntaxError && error.problem !== 'too-complex')
      return 'covered revision is no PDF';
    throw error;
  }
}

function laterChangesSince(
  revision: PdfDocument,
  document: PdfDocument,
  field: SignatureField,
): LaterChange[] {
  const changes =
    revision === document
      ? []
      : compareRevisions(revision, document, readModificationPolicy(revision, field));
  if (document.end < document.bytes.length)
    changes.push({ kind: 'trailing-data', isPermitted: false, place: 'after the end of the file' });
  return changes;
}

const isPaddedWithZeros = (contents: Uint8Array, from: number): boolean =>
  contents.subarray(from).every((byte) => byte === 0);
