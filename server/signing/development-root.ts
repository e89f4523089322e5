import { lastAttribute, parseCertificate } from '../validation/x509/certificate.ts';

/** Organisation name that every authority of the development PKI carries. */
const DEVELOPMENT_MARKER = 'SAO Y DEVELOPMENT - NOT FOR PRODUCTION';

/** Whether a DER certificate belongs to an authority of the development PKI, which production refuses. */
export function isDevelopmentRoot(certificateDer: Uint8Array): boolean {
  const { subjectDer, issuerDer } = parseCertificate(certificateDer);
  return [subjectDer, issuerDer].some((name) => lastAttribute(name, '2.5.4.10') === DEVELOPMENT_MARKER);
}
