import type { SignatureFactsReport } from '@saoy/contracts/validation-report';
import { failed, type Judgement, PASSED, type TrustContext, undecided } from './judgement.ts';
import { couldRelyOn, weaknessesOfPath } from './x509/algorithm-strength.ts';
import { type Certificate, EXTENDED_KEY_USAGE, KEY_USAGE } from './x509/certificate.ts';
import { type CertificatePath, findCertificatePath } from './x509/certificate-path.ts';
import { checkPathRevocation } from './x509/path-revocation.ts';
import type { RevocationEvidence } from './x509/revocation-evidence.ts';

export interface CertificateFindings {
  readonly judgement: Judgement;
  readonly path: CertificatePath;
  readonly pathFact: SignatureFactsReport['certificatePath'];
  readonly revocation: SignatureFactsReport['revocation'];
  readonly revokedAt: Date | undefined;
  readonly weaknesses: readonly string[];
}

export interface CertificateQuestion {
  readonly signer: Certificate;
  readonly intermediates: readonly Certificate[];
  readonly evidence: RevocationEvidence;
  /** Proof that the signature existed at this moment; without one the checking time counts. */
  readonly provenTime: Date | undefined;
  /** Proof that the signature did not exist before, from time-stamps among the bytes it covers. */
  readonly createdAfter: Date | undefined;
}

/**
 * Judges the signer's certificate at the best signature time (EN 319 102-1 §5.5.4): path, purpose, strength, revocation.
 * A lapse or revocation before that time is a failure only when the signature is proven to be younger.
 */
export function judgeCertificate(question: CertificateQuestion, context: TrustContext): CertificateFindings {
  const { signer, provenTime } = question;
  const moment = provenTime ?? context.at;
  const path = findCertificatePath(signer, question.intermediates, context.anchors, moment);
  const weaknesses = path.problem === 'no-chain' ? [] : weaknessesOfPath(path.certificates);
  const findings = { path, pathFact: path.problem ?? 'trusted', weaknesses } as const;
  const unchecked = { revocation: 'not-checked', revokedAt: undefined } as const;
  const problem = judgePath(path, question);
  if (problem) return { ...findings, ...unchecked, judgement: problem };
  if (!maySignDocuments(signer))
    return {
      ...findings,
      ...unchecked,
      pathFact: 'constraints',
      judgement: undecided('CHAIN_CONSTRAINTS_FAILURE'),
    };
  if (weaknesses.some((weakness) => !couldRelyOn(weakness, provenTime)))
    return {
      ...findings,
      ...unchecked,
      pathFact: 'weak',
      judgement: undecided('CRYPTO_CONSTRAINTS_FAILURE'),
    };

  const result = checkPathRevocation(path.certificates, question.evidence, moment, context.at);
  const { status, revokedAt } = result;
  const judgement = ((): Judgement => {
    if (status === 'good') return PASSED;
    if (status === 'unknown') return undecided('TRY_LATER');
    if (result.failing !== signer) return undecided('REVOKED_CA_NO_POE');
    const isYounger = revokedAt && question.createdAfter && question.createdAfter >= revokedAt;
    return isYounger ? failed('REVOKED') : undecided('REVOKED_NO_POE');
  })();
  return { ...findings, judgement, revocation: status, revokedAt };
}

function judgePath(path: CertificatePath, question: CertificateQuestion): Judgement | undefined {
  const { provenTime, createdAfter, signer } = question;
  switch (path.problem) {
    case undefined:
      return undefined;
    case 'no-chain':
      return undecided('NO_CERTIFICATE_CHAIN_FOUND');
    case 'constraints':
      return undecided('CHAIN_CONSTRAINTS_FAILURE');
    case 'expired': {
      const isYounger = path.failing === signer && createdAfter && createdAfter > signer.notAfter;
      return isYounger ? failed('EXPIRED') : undecided('OUT_OF_BOUNDS_NO_POE');
    }
    case 'not-yet-valid':
      // What is proven to have existed before its certificate was valid cannot become right.
      return provenTime && path.failing === signer
        ? failed('NOT_YET_VALID')
        : undecided('OUT_OF_BOUNDS_NO_POE');
  }
}

/** A certificate for machines or authorities may not sign documents. */
function maySignDocuments({ isCa, keyUsage, extendedKeyUsages }: Certificate): boolean {
  if (isCa) return false;
  if (keyUsage !== undefined && !(keyUsage & (KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation)))
    return false;
  const machineOnly: string[] = Object.values(EXTENDED_KEY_USAGE);
  return (
    extendedKeyUsages === undefined || extendedKeyUsages.some((purpose) => !machineOnly.includes(purpose))
  );
}
