import type { Fault } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';

/** Where trusted time comes from (RFC 3161). */
export interface TimeStampAuthority {
  /**
   * A token (DER ContentInfo) over a SHA-256 digest that the caller computed.
   * The implementation has checked imprint, nonce, signature and chain.
   * Errors: `signing.tsa-unavailable` (nobody answered in time), `signing.tsa-wrong` (an answer that cannot be trusted).
   */
  stamp(digest: Uint8Array): Promise<Result<Uint8Array, Fault>>;
}
