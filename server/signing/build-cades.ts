import { createHash } from 'node:crypto';
import type { Fault } from '@saoy/contracts/errors';
import { ok, type Result } from '@saoy/contracts/result';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { parseCertificate } from '../validation/x509/certificate.ts';
import { digestOf, type Signer, type SigningAlgorithm } from './signer.ts';
import type { TimeStampAuthority } from './time-stamp-authority.ts';

const DATA = '1.2.840.113549.1.7.1';
const digestOids = { sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2' } as const;
const signatureOids: Record<SigningAlgorithm, string> = {
  'RSA-SHA256': '1.2.840.113549.1.1.11',
  'ECDSA-SHA256': '1.2.840.10045.4.3.2',
  'ECDSA-SHA384': '1.2.840.10045.4.3.3',
};

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
  const certificate = parseCertificate(signer.certificate).parsed;
  const digestAlgorithm = new pkijs.AlgorithmIdentifier({ algorithmId: digestOids[digestName] });
  const signatureAlgorithm = new pkijs.AlgorithmIdentifier({
    algorithmId: signatureOids[signer.algorithm],
    ...(signer.algorithm === 'RSA-SHA256' ? { algorithmParams: new asn1js.Null() } : {}),
  });
  const { issuer, serialNumber } = certificate;
  const certificateDigest = octets(createHash(digestName).update(signer.certificate).digest());
  const issuerSerial = new pkijs.IssuerSerial({
    issuer: new pkijs.GeneralNames({ names: [new pkijs.GeneralName({ type: 4, value: issuer })] }),
    serialNumber,
  });
  // RFC 5035: the digest algorithm is left out when it is the default, SHA-256.
  const essCertificate = [
    ...(digestName === 'sha256' ? [] : [digestAlgorithm.toSchema()]),
    certificateDigest,
    issuerSerial.toSchema(),
  ];
  const attributes = [
    attribute('1.2.840.113549.1.9.3', new asn1js.ObjectIdentifier({ value: DATA })),
    attribute('1.2.840.113549.1.9.4', octets(options.hashContent(digestName))),
    attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(...essCertificate)))),
  ].sort((a, b) => Buffer.compare(Buffer.from(a.toSchema().toBER()), Buffer.from(b.toSchema().toBER())));
  const signedAttrs = new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes });
  const toBeSigned = new Uint8Array(signedAttrs.toSchema().toBER());
  // RFC 5652 §5.4: signed as SET OF, stored with an implicit tag.
  toBeSigned[0] = 0x31;
  const signature = await signer.sign(toBeSigned);
  const stamped = await options.tsa.stamp(createHash('sha256').update(signature).digest());
  if (!stamped.ok) return stamped;
  const token = asn1js.fromBER(Uint8Array.from(stamped.value).buffer).result;
  const signedData = new pkijs.SignedData({
    version: 1,
    digestAlgorithms: [digestAlgorithm],
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: DATA }),
    certificates: [signer.certificate, ...signer.chain].map((der) => parseCertificate(der).parsed),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({ issuer, serialNumber }),
        digestAlgorithm,
        signedAttrs,
        signatureAlgorithm,
        signature: octets(signature),
        unsignedAttrs: new pkijs.SignedAndUnsignedAttributes({
          type: 1,
          attributes: [attribute('1.2.840.113549.1.9.16.2.14', token)],
        }),
      }),
    ],
  });
  const contentInfo = new pkijs.ContentInfo({
    contentType: '1.2.840.113549.1.7.2',
    content: signedData.toSchema(true),
  });
  return ok({ cms: new Uint8Array(contentInfo.toSchema().toBER()), timeStampToken: stamped.value });
}

const octets = (bytes: Uint8Array): asn1js.OctetString =>
  new asn1js.OctetString({ valueHex: Uint8Array.from(bytes).buffer });
const sequence = (...value: asn1js.BaseBlock[]): asn1js.Sequence => new asn1js.Sequence({ value });
const attribute = (type: string, value: asn1js.BaseBlock): pkijs.Attribute =>
  new pkijs.Attribute({ type, values: [value] });
