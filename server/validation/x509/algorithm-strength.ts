// Which algorithms and keys are too weak, and until when what they protected could be relied on. A proof that a
// signature existed before that day keeps it acceptable (EN 319 102-1 §5.2.7, §5.6.2.4).
import type { KeyObject } from 'node:crypto';
import type { Certificate } from './certificate.ts';
import { isWeakDigest, isWeakKey, signatureAlgorithmOf } from './verify-signature.ts';

/** NIST SP 800-131A: not for signatures after 2013; MD5 since the first published collisions. */
const LAST_DAYS = { md5: '2004-08-01T00:00:00Z', other: '2014-01-01T00:00:00Z' } as const;

/** `digest sha1` and the like. */
export const weaknessOfDigest = (digest: string | undefined): string[] =>
  isWeakDigest(digest) ? [`digest ${digest}`] : [];

/** `key rsa 1024` and the like. */
export function weaknessOfKey(publicKey: KeyObject): string[] {
  if (!isWeakKey(publicKey)) return [];
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  return [`key ${type ?? 'unknown'} ${details?.modulusLength ?? details?.namedCurve ?? ''}`.trim()];
}

/** What is weak in the certificates of a path; the anchor is trusted as it stands. */
export function weaknessesOfPath(path: readonly Certificate[]): string[] {
  const found = path.slice(0, -1).flatMap((certificate, depth) => [
    ...weaknessOfDigest(signatureAlgorithmOf(certificate.signatureAlgorithm)?.digest).map(
      (weakness) => `certificate ${weakness}`,
    ),
    // The end certificate's key is a fact of the signature itself.
    ...(depth === 0 ? [] : weaknessOfKey(certificate.publicKey).map((weakness) => `issuer ${weakness}`)),
  ]);
  return [...new Set(found)];
}

/** Whether something so weak could still be relied on at a moment for which there is a proof. */
export function couldRelyOn(weakness: string, provenTime: Date | undefined): boolean {
  if (provenTime === undefined || weakness.startsWith('unknown')) return false;
  return provenTime < new Date(weakness.includes('md5') ? LAST_DAYS.md5 : LAST_DAYS.other);
}
