import type { Fault } from '@saoy/contracts/errors';
import { ok, type Result } from '@saoy/contracts/result';
import { tryParse } from './baseline-level.ts';
import { PdfDocument } from './pdf/pdf-document.ts';
import { asFaults } from './pdf/pdf-syntax-error.ts';
import { readSecurityStore } from './pdf/security-store.ts';
import { collectSignatureFacts } from './signature-facts.ts';
import type { ValidationOptions } from './validate-pdf.ts';
import { type Certificate, parseCertificate } from './x509/certificate.ts';
import { findCertificatePath } from './x509/certificate-path.ts';

/** A certificate (DER) about which the network may know more. */
export interface OpenQuestion {
  readonly certificate: Uint8Array;
  /** Its issuer, whom to ask about its status; without one the issuer itself is wanted. */
  readonly issuer: Uint8Array | undefined;
}

/** Lists what a validator with a network would ask about a file: the status of each certificate, and missing issuers. */
export async function listOpenQuestions(
  bytes: Uint8Array,
  options: ValidationOptions,
): Promise<Result<readonly OpenQuestion[], Fault>> {
  return asFaults(() => {
    const document = new PdfDocument(bytes);
    const anchors = options.trustAnchors.map(parseCertificate);
    const stored = [
      ...(readSecurityStore(document)?.certificates ?? []),
      ...(options.certificates ?? []),
    ].flatMap(tryParse);
    const questions = new Map<Certificate, OpenQuestion>();
    for (const { cms, token, signatureTimeStamps } of collectSignatureFacts(document)) {
      for (const signed of [cms, token?.cms, ...signatureTimeStamps.map((stamp) => stamp?.cms)]) {
        if (signed?.signer === undefined) continue;
        const pool = [...signed.certificates, ...stored];
        const path = findCertificatePath(signed.signer, pool, anchors, signed.signer.notBefore);
        const { certificates } =
          path.problem === 'no-chain' ? { certificates: longestPath(signed.signer, pool) } : path;
        for (const [i, certificate] of certificates.entries()) {
          const issuer = certificates[i + 1];
          const isAnchor = issuer === undefined && path.problem !== 'no-chain';
          if (isAnchor || certificate.subject === certificate.issuer) continue;
          questions.set(certificate, { certificate: certificate.der, issuer: issuer?.der });
        }
      }
    }
    return ok([...questions.values()]);
  });
}

const MAX_PATH_LENGTH = 8;

/** As far as the issuers are at hand, without an anchor at the end. */
function longestPath(end: Certificate, pool: readonly Certificate[]): Certificate[] {
  const path = [end];
  for (let i = 0; i < MAX_PATH_LENGTH; i++) {
    const last = path.at(-1)!;
    const issuer = pool.find(({ subject }) => subject === last.issuer);
    if (issuer === undefined || path.includes(issuer)) break;
    path.push(issuer);
  }
  return path;
}
