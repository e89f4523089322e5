import { createHash } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { StoredIdentity } from './pki-folder.ts';
import { signDer } from './sign-der.ts';

export interface ContentSigner extends StoredIdentity {
  /** Its own certificate first. */
  readonly chain: readonly pkijs.Certificate[];
}

export interface ContentToSign {
  /** Object identifier of the content. */
  readonly contentType: string;
  readonly content: ArrayBuffer;
  readonly includesCertificates: boolean;
  /** For tests of those who check it. */
  readonly isSignatureBroken?: boolean;
}

/** A CMS SignedData around a content (RFC 5652), with signing-certificate-v2 and no signing time. */
export function signContent(signer: ContentSigner, order: ContentToSign): pkijs.ContentInfo {
  const { contentType, content } = order;
  const digestAlgorithm = new pkijs.AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' });
  const sha256 = (data: Uint8Array): ArrayBuffer =>
    Uint8Array.from(createHash('sha256').update(data).digest()).buffer;
  const octets = (valueHex: ArrayBuffer) => new asn1js.OctetString({ valueHex });
  const certificateDer = new Uint8Array(signer.certificate.toSchema().toBER());
  const attributes = [
    new pkijs.Attribute({
      type: '1.2.840.113549.1.9.3',
      values: [new asn1js.ObjectIdentifier({ value: contentType })],
    }),
    new pkijs.Attribute({
      type: '1.2.840.113549.1.9.4',
      values: [octets(sha256(new Uint8Array(content)))],
    }),
    // RFC 5816: signing-certificate-v2 with the default SHA-256.
    new pkijs.Attribute({
      type: '1.2.840.113549.1.9.16.2.47',
      values: [sequence(sequence(sequence(octets(sha256(certificateDer)))))],
    }),
  ].sort((a, b) => Buffer.compare(Buffer.from(a.toSchema().toBER()), Buffer.from(b.toSchema().toBER())));
  const signedAttrs = new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes });
  const encoded = Uint8Array.from(new Uint8Array(signedAttrs.toSchema().toBER()));
  encoded[0] = 0x31;
  const { algorithm, octets: signature } = signDer(signer.key, encoded);
  if (order.isSignatureBroken === true) {
    const view = signature.valueBlock.valueHexView;
    view[view.length - 1]! ^= 1;
  }
  const { issuer, serialNumber } = signer.certificate;
  const encapContentInfo = new pkijs.EncapsulatedContentInfo({ eContentType: contentType });
  // Set afterwards: the constructor would cut the octets into pieces, which is no DER.
  encapContentInfo.eContent = new asn1js.OctetString({ valueHex: content });
  const signedData = new pkijs.SignedData({
    version: 3,
    digestAlgorithms: [digestAlgorithm],
    encapContentInfo,
    ...(order.includesCertificates ? { certificates: [...signer.chain] } : {}),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({ issuer, serialNumber }),
        digestAlgorithm,
        signedAttrs,
        signatureAlgorithm: algorithm,
        signature,
      }),
    ],
  });
  return new pkijs.ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signedData.toSchema(true) });
}

const sequence = (...value: asn1js.BaseBlock[]): asn1js.Sequence => new asn1js.Sequence({ value });
