import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { SecurityStore } from '../validation/pdf/security-store.ts';
import type { Certificate } from '../validation/x509/certificate.ts';
import { findCertificatePath } from '../validation/x509/certificate-path.ts';
import type { RevocationSource } from './revocation-source.ts';

export interface PathQuestion {
  readonly certificate: Certificate;
  readonly intermediates: readonly Certificate[];
}

/**
 * Checks that each certificate leads to an anchor now and that nothing on its path is revoked, asking anew; returns
 * all that a later verifier needs. Every certificate is asked about once.
 * Errors: `signing.certificate-invalid`, `signing.revocation-unknown`.
 */
export async function gatherValidationData(options: {
  readonly questions: readonly PathQuestion[];
  readonly anchors: readonly Certificate[];
  readonly revocation: RevocationSource;
  readonly at: Date;
}): Promise<Result<SecurityStore, Fault>> {
  const pairs = new Map<string, { readonly certificate: Certificate; readonly issuer: Certificate }>();
  const certificates = new Map<string, Certificate>();
  const key = ({ der }: Certificate): string => Buffer.from(der).toString('base64');
  for (const { certificate, intermediates } of options.questions) {
    const path = findCertificatePath(certificate, intermediates, options.anchors, options.at);
    if (path.problem !== undefined) return err(fault('signing.certificate-invalid', path.problem));
    for (const [i, member] of path.certificates.entries()) {
      certificates.set(key(member), member);
      const issuer = path.certificates[i + 1];
      if (issuer !== undefined && !member.hasOcspNoCheck)
        pairs.set(key(member), { certificate: member, issuer });
    }
  }
  const answers = await Promise.all(
    [...pairs.values()].map(({ certificate, issuer }) => options.revocation.fetchStatus(certificate, issuer)),
  );
  const ocspResponses: Uint8Array[] = [];
  const crls: Uint8Array[] = [];
  for (const answer of answers) {
    if (!answer.ok) return answer;
    const { source, der, responder } = answer.value;
    (source === 'ocsp' ? ocspResponses : crls).push(der);
    if (responder) certificates.set(key(responder), responder);
  }
  return ok({ certificates: [...certificates.values()].map(({ der }) => der), ocspResponses, crls });
}
