import type { Certificate } from './certificate.ts';
import { type RevocationEvidence, type RevocationStatement, statementsAbout } from './revocation-evidence.ts';

export interface RevocationResult {
  /** `revoked` wins over `good`; `unknown` when no usable statement covers some certificate of the path. */
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt?: Date;
  readonly failing?: Certificate;
  /** The statements used, one a certificate, for embedding and for the level. */
  readonly used: readonly RevocationStatement[];
}

/** Difference between the clocks of a time-stamping authority and a responder that is overlooked. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * Checks every certificate of a path except its anchor and responders that need no check.
 * A statement counts when it was made after `provenTime` or still held then (EN 319 102-1 §5.2.5), and before `at`.
 * A revocation after `provenTime` does no harm.
 */
export function checkPathRevocation(
  path: readonly Certificate[],
  evidence: RevocationEvidence,
  provenTime: Date,
  at: Date,
): RevocationResult {
  const used: RevocationStatement[] = [];
  let missing: Certificate | undefined;
  for (let i = 0; i + 1 < path.length; i++) {
    const certificate = path[i]!;
    if (certificate.hasOcspNoCheck) continue;
    const statements = statementsAbout(certificate, path[i + 1]!, evidence).filter(
      ({ thisUpdate }) => thisUpdate.getTime() <= at.getTime() + CLOCK_TOLERANCE_MS,
    );
    const revoked = statements.find(
      ({ status, revokedAt }) => status === 'revoked' && !(revokedAt && revokedAt > provenTime),
    );
    if (revoked) {
      return {
        status: 'revoked',
        ...(revoked.revokedAt ? { revokedAt: revoked.revokedAt } : {}),
        failing: certificate,
        used,
      };
    }
    const usable = statements
      .filter(({ status }) => status !== 'unknown')
      .filter(
        ({ thisUpdate, nextUpdate }) =>
          thisUpdate.getTime() + CLOCK_TOLERANCE_MS >= provenTime.getTime() ||
          (nextUpdate !== undefined && nextUpdate >= provenTime),
      )
      .sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())[0];
    if (usable === undefined) missing ??= certificate;
    else used.push(usable);
  }
  return missing ? { status: 'unknown', failing: missing, used } : { status: 'good', used };
}
