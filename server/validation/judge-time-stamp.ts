import type { TimeStampFacts } from './cms/time-stamp-token.ts';
import { failed, type Judgement, PASSED, type TrustContext, undecided } from './judgement.ts';
import { couldRelyOn, weaknessesOfPath } from './x509/algorithm-strength.ts';
import { type CertificatePath, findCertificatePath } from './x509/certificate-path.ts';
import { checkPathRevocation, type RevocationResult } from './x509/path-revocation.ts';
import type { RevocationEvidence } from './x509/revocation-evidence.ts';

/** Clocks of authorities and verifiers differ. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

export interface TimeStampFindings {
  readonly judgement: Judgement;
  readonly path: CertificatePath | undefined;
  readonly revocation: RevocationResult | undefined;
}

/**
 * Judges a time-stamp that existed before `proof` (or only now; EN 319 102-1 §5.4, §5.6). Its authority must be valid
 * at that moment, and revocation data must speak for the moment of stamping. A revoked authority proves nothing unless
 * a later stamp does.
 */
export function judgeTimeStamp(
  token: TimeStampFacts,
  proof: Date | undefined,
  context: TrustContext,
): TimeStampFindings {
  const at = proof ?? context.at;
  const found = (judgement: Judgement, path?: CertificatePath, revocation?: RevocationResult) => ({
    judgement,
    path,
    revocation,
  });
  if (token.weaknesses.some((weakness) => !couldRelyOn(weakness, proof)))
    return found(undecided('CRYPTO_CONSTRAINTS_FAILURE'));
  if (token.genTime.getTime() > at.getTime() + CLOCK_TOLERANCE_MS)
    return found(undecided('TIMESTAMP_ORDER_FAILURE'));
  const { signer } = token;
  if (signer === undefined) return found(undecided('NO_SIGNING_CERTIFICATE_FOUND'));
  const pool = [...token.certificates, ...context.certificates];
  const path = findCertificatePath(signer, pool, context.anchors, at);
  switch (path.problem) {
    case undefined:
      break;
    case 'no-chain':
      return found(undecided('NO_CERTIFICATE_CHAIN_FOUND'), path);
    case 'constraints':
      return found(undecided('CHAIN_CONSTRAINTS_FAILURE'), path);
    default:
      return found(undecided('OUT_OF_BOUNDS_NO_POE'), path);
  }
  if (token.genTime < signer.notBefore) return found(failed('NOT_YET_VALID'), path);
  if (weaknessesOfPath(path.certificates).some((weakness) => !couldRelyOn(weakness, proof)))
    return found(undecided('CRYPTO_CONSTRAINTS_FAILURE'), path);
  const evidence = withEvidenceOf(token.cms, context.evidence);
  const atProof = checkPathRevocation(path.certificates, evidence, at, context.at);
  if (atProof.status === 'revoked')
    return found(
      undecided(atProof.failing === signer ? 'REVOKED_NO_POE' : 'REVOKED_CA_NO_POE'),
      path,
      atProof,
    );
  const atStamping = checkPathRevocation(path.certificates, evidence, token.genTime, context.at);
  return found(atStamping.status === 'good' ? PASSED : undecided('TRY_LATER'), path, atStamping);
}

/** Revocation data that a CMS brings along besides what is known already. */
export const withEvidenceOf = (
  cms: RevocationEvidence,
  evidence: RevocationEvidence,
): RevocationEvidence => ({
  ocspResponses: [...evidence.ocspResponses, ...cms.ocspResponses],
  crls: [...evidence.crls, ...cms.crls],
});
