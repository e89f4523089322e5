import { type Certificate, isIssuedBy, isSameCertificate, KEY_USAGE } from './certificate.ts';
import { keepsNameConstraints } from './name-constraints.ts';

const MAX_PATH_LENGTH = 8;
const MAX_ATTEMPTS = 200;

export type PathProblem = 'no-chain' | 'constraints' | 'expired' | 'not-yet-valid';

/** A path from the end certificate (first) to a trust anchor (last), with what is wrong with it at a moment. */
export interface CertificatePath {
  readonly certificates: readonly Certificate[];
  readonly problem?: PathProblem;
  /** The certificate that has the problem. */
  readonly failing?: Certificate;
}

/**
 * Builds and checks a path after RFC 5280 §6 at a moment (signatures, names, validity, CA and name constraints, key usage).
 * Revocation is checked apart. Among several paths one without problem wins.
 */
export function findCertificatePath(
  end: Certificate,
  intermediates: readonly Certificate[],
  anchors: readonly Certificate[],
  at: Date,
): CertificatePath {
  let attempts = 0;
  let best: CertificatePath | undefined;
  const visit = (path: readonly Certificate[]): boolean => {
    if (++attempts > MAX_ATTEMPTS) return true;
    const last = path.at(-1)!;
    const anchor = anchors.find((candidate) => isSameCertificate(candidate, last));
    if (anchor) {
      const checked = checkPath(path, at);
      if (best === undefined || checked.problem === undefined) best = checked;
      return checked.problem === undefined;
    }
    if (path.length >= MAX_PATH_LENGTH) return false;
    for (const candidate of [...anchors, ...intermediates]) {
      if (path.some((member) => isSameCertificate(member, candidate))) continue;
      if (isIssuedBy(last, candidate) && visit([...path, candidate])) return true;
    }
    return false;
  };
  visit([end]);
  return best ?? { certificates: [end], problem: 'no-chain', failing: end };
}

function checkPath(path: readonly Certificate[], at: Date): CertificatePath {
  const failed = (problem: PathProblem, failing: Certificate): CertificatePath => ({
    certificates: path,
    problem,
    failing,
  });
  for (const [depth, certificate] of path.entries()) {
    const isAnchor = depth === path.length - 1 && depth > 0;
    if (certificate.unknownCriticalExtensions.length > 0) return failed('constraints', certificate);
    if (depth > 0) {
      // The certificate itself is not counted, nor self-issued ones (RFC 5280 §4.2.1.9).
      const below = path.slice(1, depth).filter(({ subject, issuer }) => subject !== issuer).length;
      if (!certificate.isCa) return failed('constraints', certificate);
      if (certificate.keyUsage !== undefined && !(certificate.keyUsage & KEY_USAGE.keyCertSign))
        return failed('constraints', certificate);
      if (certificate.pathLength !== undefined && below > certificate.pathLength)
        return failed('constraints', certificate);
    }
    if (depth > 0 && !keepsNameConstraints(certificate, path.slice(0, depth)))
      return failed('constraints', certificate);
    if (isAnchor) continue;
    if (at < certificate.notBefore) return failed('not-yet-valid', certificate);
    if (at > certificate.notAfter) return failed('expired', certificate);
  }
  return { certificates: path };
}
