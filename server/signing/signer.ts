export type SigningAlgorithm = 'RSA-SHA256' | 'ECDSA-SHA256' | 'ECDSA-SHA384';

/** Digest that an algorithm implies, by its Node name. */
export const digestOf = (algorithm: SigningAlgorithm): 'sha256' | 'sha384' =>
  algorithm === 'ECDSA-SHA384' ? 'sha384' : 'sha256';

/** A private key that never leaves its keeper: a PKCS#12 file in development, an HSM in production. */
export interface Signer {
  /** DER certificate of the key. */
  readonly certificate: Uint8Array;
  /** DER intermediates from the issuer upwards, without the root. */
  readonly chain: readonly Uint8Array[];
  readonly algorithm: SigningAlgorithm;
  /**
   * Signs `data` itself: the implementation hashes it with `digestOf(algorithm)`, the caller does not.
   * RSA is PKCS#1 v1.5; ECDSA signatures are returned DER encoded (not r ‖ s).
   * Throws `FaultError('signing.key-unavailable')` when the key or its token cannot be used.
   */
  sign(data: Uint8Array): Promise<Uint8Array>;
}
