import type { Fault } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';
import type { Certificate } from '../validation/x509/certificate.ts';
import type { RevocationStatement } from '../validation/x509/revocation-evidence.ts';

/** Where the present status of certificates comes from. */
export interface RevocationSource {
  /**
   * Asks anew about one certificate; the answer's signature has been checked and says *good*.
   * Errors: `signing.certificate-invalid` (revoked), `signing.revocation-unknown` (nobody says good).
   */
  fetchStatus(certificate: Certificate, issuer: Certificate): Promise<Result<RevocationStatement, Fault>>;
}
