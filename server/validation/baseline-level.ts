import type { SignatureReport } from '@saoy/contracts/validation-report';
import type { TimeStampFacts } from './cms/time-stamp-token.ts';
import type { TrustContext } from './judgement.ts';
import type { SecurityStore } from './pdf/security-store.ts';
import type { SignatureFacts } from './signature-facts.ts';
import { type Certificate, parseCertificate } from './x509/certificate.ts';
import { type CertificatePath, findCertificatePath } from './x509/certificate-path.ts';
import { checkPathRevocation } from './x509/path-revocation.ts';

export interface LevelQuestion {
  readonly facts: SignatureFacts;
  readonly path: CertificatePath;
  /** The signature's own time-stamps that passed. */
  readonly passed: readonly TimeStampFacts[];
  /** Document time-stamps after it that passed. */
  readonly laterTimeStamps: readonly SignatureFacts[];
  /** Best signature time. */
  readonly moment: Date;
}

/** PAdES baseline level (EN 319 142-1 §6): what the file itself carries, whatever the caller adds. */
export function baselineLevelOf(question: LevelQuestion, context: TrustContext): SignatureReport['level'] {
  const { facts, path, passed, laterTimeStamps } = question;
  const cms = facts.cms!;
  const isBaseline =
    facts.subFilter === 'ETSI.CAdES.detached' &&
    cms.isSigningCertificateRight === true &&
    !cms.hasSigningTime;
  if (!isBaseline) return null;
  if (passed.length === 0 && laterTimeStamps.length === 0) return 'B-B';
  const isComplete = (store: SecurityStore | undefined): boolean => {
    if (store === undefined || path.problem !== undefined) return false;
    const pool = [...store.certificates.flatMap(tryParse), ...cms.certificates];
    const paths = [
      { path, time: question.moment },
      ...passed.map((token) => ({
        path: findCertificatePath(
          token.signer!,
          [...pool, ...token.certificates],
          context.anchors,
          token.genTime,
        ),
        time: token.genTime,
      })),
    ];
    return paths.every(
      ({ path: { certificates, problem }, time }) =>
        problem === undefined && checkPathRevocation(certificates, store, time, context.at).status === 'good',
    );
  };
  if (laterTimeStamps.some(({ coveredStore }) => isComplete(coveredStore))) return 'B-LTA';
  return isComplete(context.store) ? 'B-LT' : 'B-T';
}

/** Certificates of a security store; damaged ones are left out. */
export function tryParse(der: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch {
    return [];
  }
}
