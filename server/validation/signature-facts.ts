import type { LaterChange } from '@saoy/contracts/validation-report';
import { readSignedData, type SignedDataFacts } from './cms/signed-data.ts';
import { hasImprintOf, readTimeStampToken, type TimeStampFacts } from './cms/time-stamp-token.ts';
import { readByteRange } from './pdf/byte-range.ts';
import { compareRevisions } from './pdf/compare-revisions.ts';
import { readModificationPolicy } from './pdf/modification-policy.ts';
import { hiddenObjects } from './pdf/object-accounting.ts';
import { parsePdfDate } from './pdf/pdf-date.ts';
import type { PdfDocument } from './pdf/pdf-document.ts';
import { PdfSyntaxError } from './pdf/pdf-syntax-error.ts';
import { nameOf, textOf } from './pdf/pdf-value.ts';
import { RangeHasher } from './pdf/range-hasher.ts';
import { readSecurityStore, type SecurityStore } from './pdf/security-store.ts';
import { listSignatureFields, type SignatureField } from './pdf/signature-fields.ts';
import { unexplainedByte } from './pdf/unexplained-bytes.ts';

/** Everything that can be said about one signature of a file without asking whom to trust. */
export interface SignatureFacts {
  readonly field: string;
  readonly kind: 'signature' | 'docTimeStamp';
  /** Dictionary, byte range or CMS are not of a shape that may be trusted. */
  readonly formatProblem?: string;
  /** A format of old that is recognised but not checked. */
  readonly unsupported?: string;
  /** The covered revision tells readers of different ages different things (ISO 32000-2 §7.5.8.4). */
  readonly isHybrid: boolean;
  /** Whether the covered revision could be read and compared with the file. */
  readonly isHistoryKnown: boolean;
  /** What the signature dictionary says about its time. */
  readonly claimedTime: Date | undefined;
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

const SIGNATURE_FORMATS = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached', 'adbe.pkcs7.sha1'];
const UNSUPPORTED_FORMATS = ['adbe.x509.rsa_sha1'];
/** Comparisons of a file with what it was between a signature and its end; beyond them the end alone is compared. */
const MAX_BETWEEN = 256;
/** Objects of a kind that are named. */
const MAX_TOLD = 10;
const TIME_STAMP_FORMAT = 'ETSI.RFC3161';

/** Collects the facts of every signed signature field, in the order in which they were added. */
export function collectSignatureFacts(document: PdfDocument): SignatureFacts[] {
  const hasher = new RangeHasher(document.bytes);
  const between = new RevisionsBetween(document);
  return listSignatureFields(document)
    .filter(({ signature }) => signature !== undefined)
    .map((field) => factsOf(document, field, { hasher, between }))
    .sort((a, b) => a.coverageEnd - b.coverageEnd);
}

function factsOf(
  document: PdfDocument,
  field: SignatureField,
  { hasher, between }: { readonly hasher: RangeHasher; readonly between: RevisionsBetween },
): SignatureFacts {
  const { bytes } = document;
  const signature = field.signature!;
  const subFilter = nameOf(document.entry(signature, 'SubFilter'));
  const hasTimeStampType = nameOf(document.entry(signature, 'Type')) === 'DocTimeStamp';
  const isTimeStamp = hasTimeStampType || subFilter === TIME_STAMP_FORMAT;
  const blank: SignatureFacts = {
    field: field.name,
    kind: isTimeStamp ? 'docTimeStamp' : 'signature',
    subFilter,
    isHybrid: false,
    isHistoryKnown: false,
    claimedTime: parsePdfDate(textOf(document.entry(signature, 'M'))),
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
    return UNSUPPORTED_FORMATS.includes(subFilter ?? '')
      ? { ...blank, unsupported: `format ${subFilter}` }
      : { ...blank, formatProblem: 'unsupported SubFilter' };
  // ISO 32000-2 §12.8.5: required, and what readers tell a time-stamp by.
  if (isTimeStamp && !hasTimeStampType) return { ...blank, formatProblem: 'Type is not DocTimeStamp' };
  const range = readByteRange(signature, bytes);
  if (range === undefined) return { ...blank, formatProblem: 'byte range' };
  const covered = [bytes.subarray(0, range.gapStart), bytes.subarray(range.gapEnd, range.end)] as const;
  const located = { ...blank, coverageEnd: range.end, coversWholeFile: range.end === bytes.length };

  const seen = readCoveredRevision(document, field, range.end);
  if (typeof seen === 'string') return { ...located, formatProblem: seen };
  const history = {
    ...located,
    isHybrid: seen.revision.isHybrid || document.isHybrid,
    isHistoryKnown: true,
    laterChanges: laterChangesSince(seen.revision, document, seen.field, between),
    coveredStore: readSecurityStore(seen.revision),
  };
  try {
    if (isTimeStamp) {
      const token = readTimeStampToken(range.contents);
      if (!isPaddedWithZeros(range.contents, token.cms.sizeBytes))
        return { ...history, formatProblem: 'padding' };
      const digest = hasher.hashAround(token.imprintDigest, range, range.end);
      const isDocumentIntact = Buffer.compare(digest, token.imprint) === 0;
      return { ...history, cms: token.cms, token, isDocumentIntact };
    }
    const hashCovered = (digest: string) => hasher.hashAround(digest, range, range.end);
    const isSha1 = subFilter === 'adbe.pkcs7.sha1';
    const detached = { hash: hashCovered, read: () => new Uint8Array(Buffer.concat(covered)) };
    const cms = readSignedData(range.contents, isSha1 ? undefined : detached);
    if (!isPaddedWithZeros(range.contents, cms.sizeBytes)) return { ...history, formatProblem: 'padding' };
    if (isSha1) {
      // ISO 32000-1 §12.8.3.3.1: the CMS signs the SHA-1 digest of the byte range.
      const isDocumentIntact =
        cms.isDigestRight && Buffer.compare(hashCovered('sha1'), cms.content ?? new Uint8Array(0)) === 0;
      const weaknesses = [...new Set([...cms.weaknesses, 'digest sha1'])];
      return { ...history, cms: { ...cms, weaknesses }, isDocumentIntact };
    }
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
    const revision = document.prefix(end);
    const rest = document.bytes.subarray(revision.end, end);
    if (!isBlankOnly(rest)) return 'covered bytes go on after the end-of-file marker';
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
  between: RevisionsBetween,
): LaterChange[] {
  const changes = revision === document ? [] : changesBehind(revision, document, field, between);
  if (document.end < document.bytes.length) {
    const isBlank = isBlankOnly(document.bytes.subarray(document.end));
    changes.push({ kind: 'trailing-data', isPermitted: isBlank, place: 'after the end of the file' });
  }
  return changes;
}

function changesBehind(
  revision: PdfDocument,
  document: PdfDocument,
  field: SignatureField,
  between: RevisionsBetween,
): LaterChange[] {
  const policy = readModificationPolicy(revision, field);
  const changes = compareRevisions(revision, document, policy);
  const unexplained = unexplainedByte(document, revision.end);
  if (unexplained !== undefined)
    changes.push({ kind: 'structure', isPermitted: false, place: `unexplained bytes at ${unexplained}` });
  const notFoundByAll = {
    hidden: hiddenObjects(revision, document),
    overtaken: [...document.overtakenObjects(revision.end)],
  };
  for (const [what, numbers] of Object.entries(notFoundByAll))
    for (const number of numbers.slice(0, MAX_TOLD))
      changes.push({ kind: 'structure', isPermitted: false, place: `object ${number} ${what}` });
  // What a revision between did counts although a later one took it back. A field may get its signature later.
  for (const middle of between.behind(revision.end))
    for (const change of compareRevisions(revision, middle, policy))
      if (
        !change.isPermitted &&
        change.kind !== 'signature' &&
        !changes.some(({ kind, place }) => kind === change.kind && place === change.place)
      )
        changes.push(change);
  return changes;
}

/** What a file was at the ends of its revisions, read once for all signatures. */
class RevisionsBetween {
  readonly #document: PdfDocument;
  readonly #known = new Map<number, PdfDocument | undefined>();
  #remaining = MAX_BETWEEN;

  constructor(document: PdfDocument) {
    this.#document = document;
  }

  *behind(from: number): Generator<PdfDocument> {
    for (const end of this.#document.revisionEndsBehind(from)) {
      if (this.#remaining-- <= 0) return;
      if (!this.#known.has(end)) this.#known.set(end, this.#read(end));
      const revision = this.#known.get(end);
      if (revision !== undefined) yield revision;
    }
  }

  #read(end: number): PdfDocument | undefined {
    try {
      return this.#document.prefix(end);
    } catch (error) {
      if (error instanceof PdfSyntaxError && error.problem === 'unreadable') return undefined;
      throw error;
    }
  }
}

/** White space and zeros, which every reader skips. */
const isBlankOnly = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => byte === 0 || byte === 9 || byte === 10 || byte === 13 || byte === 32);

function isPaddedWithZeros(contents: Uint8Array, from: number): boolean {
  for (let at = from; at < contents.length; at++) if (contents[at] !== 0) return false;
  return true;
}
