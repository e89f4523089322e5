import { createHash } from 'node:crypto';
import type { Fault } from '@saoy/contracts/errors';
import { ok, type Result } from '@saoy/contracts/result';
import { parseCertificate } from '../validation/x509/certificate.ts';
import {
  algorithm,
  explicit,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  retagged,
  sequence,
  setOf,
} from './der.ts';
import { digestOf, type Signer, type SigningAlgorithm } from './signer.ts';
import type { TimeStampAuthority } from './time-stamp-authority.ts';

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signatureTimeStamp: '1.2.840.113549.1.9.16.2.14',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  mgf1: '1.2.840.113549.1.1.8',
} as const;
const digestOids = { sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2' } as const;

export interface CadesSignature {
  /** DER ContentInfo, detached. */
  readonly cms: Uint8Array;
  readonly timeStampToken: Uint8Array;
}

/**
 * CAdES for PAdES B-T (EN 319 142-1 §6.3): content-type, message-digest, signing-certificate-v2, and *no* signing-time;
 * the signature time-stamp as unsigned attribute. `hashContent` hashes the byte range of the document.
 * Errors are those of the time-stamping authority; a key that fails throws.
 */
export async function buildCades(options: {
  readonly hashContent: (digestName: 'sha256' | 'sha384') => Uint8Array;
  readonly signer: Signer;
  readonly tsa: TimeStampAuthority;
}): Promise<Result<CadesSignature, Fault>> {
  const { signer } = options;
  const digestName = digestOf(signer.algorithm);
  const { issuerDer, serialNumberDer } = parseCertificate(signer.certificate);
  const certificateDigest = createHash(digestName).update(signer.certificate).digest();
  // RFC 5035: the digest algorithm is left out when it is the default, SHA-256.
  const essCertificate = sequence(
    ...(digestName === 'sha256' ? [] : [algorithm(digestOids[digestName])]),
    octetString(certificateDigest),
    sequence(sequence(explicit(4, issuerDer)), serialNumberDer),
  );
  // RFC 5652 §5.4: signed as SET OF, stored with an implicit tag.
  const signedAttributes = setOf(
    attribute(OID.contentType, objectIdentifier(OID.data)),
    attribute(OID.messageDigest, octetString(options.hashContent(digestName))),
    attribute(OID.signingCertificateV2, sequence(sequence(essCertificate))),
  );
  const signature = await signer.sign(signedAttributes);
  const stamped = await options.tsa.stamp(createHash('sha256').update(signature).digest());
  if (!stamped.ok) return stamped;
  const digestAlgorithm = algorithm(digestOids[digestName]);
  const signerInfo = sequence(
    integer(1),
    sequence(issuerDer, serialNumberDer),
    digestAlgorithm,
    retagged(0, signedAttributes),
    signatureAlgorithm(signer.algorithm),
    octetString(signature),
    retagged(1, setOf(attribute(OID.signatureTimeStamp, stamped.value))),
  );
  const signedData = sequence(
    integer(1),
    setOf(digestAlgorithm),
    sequence(objectIdentifier(OID.data)),
    retagged(0, setOf(signer.certificate, ...signer.chain)),
    setOf(signerInfo),
  );
  const cms = sequence(objectIdentifier(OID.signedData), explicit(0, signedData));
  return ok({ cms, timeStampToken: stamped.value });
}

const attribute = (type: string, value: Uint8Array): Uint8Array =>
  sequence(objectIdentifier(type), setOf(value));

/** RFC 4055 §5 and RFC 5758 §3.2: NULL parameters for RSA, none for ECDSA. */
function signatureAlgorithm(name: SigningAlgorithm): Uint8Array {
  switch (name) {
    case 'RSA-SHA256':
      return algorithm('1.2.840.113549.1.1.11', nullValue());
    case 'RSA-PSS-SHA256': {
      const digest = algorithm(digestOids.sha256);
      const parameters = sequence(
        explicit(0, digest),
        explicit(1, algorithm(OID.mgf1, digest)),
        explicit(2, integer(32)),
      );
      return algorithm('1.2.840.113549.1.1.10', parameters);
    }
    case 'ECDSA-SHA256':
      return algorithm('1.2.840.10045.4.3.2');
    case 'ECDSA-SHA384':
      return algorithm('1.2.840.10045.4.3.3');
  }
}
