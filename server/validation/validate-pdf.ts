import type { Fault } from '@saoy/contracts/errors';
import { ok, type Result } from '@saoy/contracts/result';
import type { SignatureReport, ValidationReport, Verdict } from '@saoy/contracts/validation-report';
import { tryParse } from './baseline-level.ts';
import { deriveVerdicts } from './derive-verdict.ts';
import { PdfDocument } from './pdf/pdf-document.ts';
import { asFaults, PdfSyntaxError } from './pdf/pdf-syntax-error.ts';
import { readSecurityStore } from './pdf/security-store.ts';
import { signedPrefixes } from './pdf/signed-prefixes.ts';
import { isFilledLater, sentenceFor } from './sentences.ts';
import { collectSignatureFacts, type SignatureFacts } from './signature-facts.ts';
import { parseCertificate } from './x509/certificate.ts';
import type { RevocationEvidence } from './x509/revocation-evidence.ts';

export interface ValidationOptions {
  /** DER certificates that are trusted as they stand. */
  readonly trustAnchors: readonly Uint8Array[];
  /** Moment for which to judge; default now. */
  readonly at?: Date;
  /** Revocation data beyond what the file carries. */
  readonly evidence?: RevocationEvidence;
  /** DER certificates beyond those in the file, to find paths with; they are not trusted. */
  readonly certificates?: readonly Uint8Array[];
}

/**
 * Validates every signature of a PDF after EN 319 102-1, offline and without any key.
 * Errors: `validation.not-a-pdf`, `validation.unreadable`, `validation.encrypted`, `validation.too-complex`.
 * Runs in the calling thread; for files of strangers use `validateInWorker`.
 */
export async function validatePdf(
  bytes: Uint8Array,
  options: ValidationOptions,
): Promise<Result<ValidationReport, Fault>> {
  const at = options.at ?? new Date();
  return asFaults(() => {
    const { document, facts } = readSignatures(bytes);
    const store = readSecurityStore(document);
    const given = options.evidence;
    const signatures = deriveVerdicts(facts, {
      anchors: options.trustAnchors.map(parseCertificate),
      at,
      certificates: [...(store?.certificates ?? []), ...(options.certificates ?? [])].flatMap(tryParse),
      evidence: {
        ocspResponses: [...(store?.ocspResponses ?? []), ...(given?.ocspResponses ?? [])],
        crls: [...(store?.crls ?? []), ...(given?.crls ?? [])],
      },
      store,
    });
    const conclusion = verdictOn(signatures);
    const sentence = sentenceFor(conclusion.verdict, conclusion.subIndication, {
      isFilled: signatures.some(({ laterChanges }) => isFilledLater(laterChanges)),
    });
    return ok({ ...conclusion, sentence, checkedAt: at.toISOString(), signatures });
  });
}

interface SignaturesOfFile {
  readonly document: PdfDocument;
  readonly facts: readonly SignatureFacts[];
}

function readSignatures(bytes: Uint8Array): SignaturesOfFile {
  try {
    const document = new PdfDocument(bytes);
    return { document, facts: collectSignatureFacts(document) };
  } catch (error) {
    if (!(error instanceof PdfSyntaxError) || error.problem !== 'unreadable') throw error;
    const readable = readSignedPrefix(bytes);
    if (readable === undefined) throw error;
    return readable;
  }
}

/** The signatures of the longest readable prefix of a damaged file, as those of a file that was changed. */
function readSignedPrefix(bytes: Uint8Array): SignaturesOfFile | undefined {
  for (const document of signedPrefixes(bytes)) {
    try {
      const facts = collectSignatureFacts(document);
      if (facts.length === 0) continue;
      const place = `unreadable after byte ${document.end}`;
      const change = { kind: 'structure', isPermitted: false, place } as const;
      const changed = facts.map((each) => ({
        ...each,
        coversWholeFile: false,
        laterChanges: [...each.laterChanges, change],
      }));
      return { document, facts: changed };
    } catch (error) {
      if (!(error instanceof PdfSyntaxError) || error.problem !== 'unreadable') throw error;
    }
  }
  return undefined;
}

/** The worst verdict decides; without a signature there is nothing to decide from. */
function verdictOn(
  signatures: readonly SignatureReport[],
): Pick<ValidationReport, 'verdict' | 'subIndication'> {
  if (signatures.length === 0) return { verdict: 'INDETERMINATE', subIndication: 'NO_SIGNATURE' };
  const order: readonly Verdict[] = ['TOTAL-FAILED', 'INDETERMINATE', 'TOTAL-PASSED'];
  const worst = signatures.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))[0]!;
  return { verdict: worst.verdict, subIndication: worst.subIndication };
}
