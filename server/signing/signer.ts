import type { KeyObject } from 'node:crypto';

export type SigningAlgorithm = 'RSA-SHA256' | 'RSA-PSS-SHA256' | 'ECDSA-SHA256' | 'ECDSA-SHA384';

/** Digest that an algorithm implies, by its Node name. */
export const digestOf = (algorithm: SigningAlgorithm): 'sha256' | 'sha384' =>
  algorithm === 'ECDSA-SHA384' ? 'sha384' : 'sha256';

/** How a key signs; undefined for a kind that Circular 15/2025 does not allow or that is not known here. */
export function algorithmFor(
  publicKey: KeyObject,
  rsaPadding: 'pkcs1' | 'pss' = 'pkcs1',
): SigningAlgorithm | undefined {
  const { asymmetricKeyType, asymmetricKeyDetails } = publicKey;
  if (asymmetricKeyType === 'rsa') {
    if ((asymmetricKeyDetails?.modulusLength ?? 0) < 2048) return undefined;
    return rsaPadding === 'pss' ? 'RSA-PSS-SHA256' : 'RSA-SHA256';
  }
  if (asymmetricKeyType !== 'ec') return undefined;
  if (asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ECDSA-SHA256';
  return asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'ECDSA-SHA384' : undefined;
}

/** A private key that never leaves its keeper: a PKCS#12 file in development, an HSM in production. */
export interface Signer {
  /** DER certificate of the key. */
  readonly certificate: Uint8Array;
  /** DER intermediates from the issuer upwards, without the root. */
  readonly chain: readonly Uint8Array[];
  readonly algorithm: SigningAlgorithm;
  /**
   * Signs `data` itself: the implementation hashes it with `digestOf(algorithm)`, the caller does not.
   * RSA is PKCS#1 v1.5, or PSS with a salt as long as the digest; ECDSA signatures are returned DER encoded (not r ‖ s).
   * Throws a `FaultError` (`signing.key-unavailable`, `signing.pin-refused`) when the key or its token cannot be used,
   * and `signing.not-authorised` when nobody may use it now.
   */
  sign(data: Uint8Array): Promise<Uint8Array>;
}
