import { createHash, timingSafeEqual } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { type Certificate, fromPkijs } from '../x509/certificate.ts';
import {
  digestNames,
  isWeakDigest,
  isWeakKey,
  signatureAlgorithmOf,
  verifySignature,
} from '../x509/verify-signature.ts';

const OID = {
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimeStamp: '1.2.840.113549.1.9.16.2.14',
  revocationArchive: '1.2.840.113583.1.1.8',
} as const;

/** Facts about a CMS SignedData with one signer (RFC 5652), before any question of trust. */
export interface SignedDataFacts {
  /** DER bytes read; what follows in the container must be padding. */
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly content: Uint8Array | undefined;
  readonly signer: Certificate | undefined;
  readonly certificates: readonly Certificate[];
  readonly digestName: string | undefined;
  readonly isDigestRight: boolean;
  readonly isSignatureRight: boolean;
  /** Whether signing-certificate(-v2) names the signer; undefined when the attribute is absent. */
  readonly isSigningCertificateRight: boolean | undefined;
  readonly hasSigningTime: boolean;
  readonly weaknesses: readonly string[];
  /** DER of the signature time-stamp tokens. */
  readonly timeStampTokens: readonly Uint8Array[];
  readonly signatureValue: Uint8Array;
  readonly ocspResponses: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/**
 * Parses and verifies a CMS. `hashContent(digestName)` answers the digest of detached content;
 * attached content is hashed here. Throws on anything that is not a SignedData with exactly one signer.
 */
export function readSignedData(
  der: Uint8Array,
  hashContent?: (digestName: string) => Uint8Array,
): SignedDataFacts {
  const copy = Uint8Array.from(der);
  const asn1 = asn1js.fromBER(copy.buffer);
  if (asn1.offset < 0) throw new Error('not ASN.1');
  const contentInfo = new pkijs.ContentInfo({ schema: asn1.result });
  if (contentInfo.contentType !== OID.signedData) throw new Error('not a SignedData');
  const signedData = new pkijs.SignedData({ schema: contentInfo.content });
  const [info, ...others] = signedData.signerInfos;
  if (info === undefined || others.length > 0) throw new Error('exactly one signer expected');
  const certificates = (signedData.certificates ?? []).flatMap((item) =>
    item instanceof pkijs.Certificate ? [fromPkijs(item)] : [],
  );
  const signer = certificates.find((certificate) => isNamed(info.sid, certificate));
  const digestName = digestNames[info.digestAlgorithm.algorithmId];
  const content = contentOf(signedData);
  const attributes = new Map<string, asn1js.BaseBlock[]>();
  for (const { type, values } of info.signedAttrs?.attributes ?? []) {
    if (attributes.has(type)) throw new Error('attribute given twice');
    attributes.set(type, values as asn1js.BaseBlock[]);
  }
  const digest =
    digestName === undefined
      ? undefined
      : hashContent
        ? hashContent(digestName)
        : content && createHash(digestName).update(content).digest();
  const contentType = attributes.get(OID.contentType)?.[0] as asn1js.ObjectIdentifier | undefined;
  const isContentTypeRight = contentType?.valueBlock.toString() === signedData.encapContentInfo.eContentType;
  const algorithm = signatureAlgorithmOf(info.signatureAlgorithm);
  const signedBytes = info.signedAttrs ? Buffer.from(info.signedAttrs.encodedValue) : undefined;
  if (signedBytes) signedBytes[0] = 0x31;
  const signatureValue = info.signature.valueBlock.valueHexView;
  const isDigestAgreed = algorithm?.digest === undefined || algorithm.digest === digestName;
  const weaknesses = [
    ...(isWeakDigest(digestName) ? [`digest ${digestName}`] : []),
    ...(signer && isWeakKey(signer.x509.publicKey) ? ['key too short'] : []),
  ];
  return {
    sizeBytes: asn1.offset,
    contentType: signedData.encapContentInfo.eContentType,
    content,
    signer,
    certificates,
    digestName,
    isDigestRight:
      isContentTypeRight &&
      digest !== undefined &&
      isEqual(digest, octetsOf(attributes.get(OID.messageDigest)?.[0])),
    isSignatureRight:
      signer !== undefined &&
      algorithm !== undefined &&
      signedBytes !== undefined &&
      isDigestAgreed &&
      verifySignature({
        algorithm,
        fallbackDigest: digestName,
        publicKey: signer.x509.publicKey,
        data: signedBytes,
        signature: signatureValue,
      }),
    isSigningCertificateRight: signer ? signingCertificateMatches(attributes, signer) : undefined,
    hasSigningTime: attributes.has(OID.signingTime),
    weaknesses,
    timeStampTokens: (info.unsignedAttrs?.attributes ?? [])
      .filter(({ type }) => type === OID.signatureTimeStamp)
      .flatMap(({ values }) => values.map((value: asn1js.BaseBlock) => value.valueBeforeDecodeView)),
    signatureValue,
    ...archivedRevocation(attributes.get(OID.revocationArchive)?.[0]),
  };
}

function isNamed(sid: unknown, certificate: Certificate): boolean {
  if (sid instanceof pkijs.IssuerAndSerialNumber)
    return (
      Buffer.from(sid.issuer.toSchema().toBER()).toString('hex') === certificate.issuer &&
      Buffer.from(sid.serialNumber.valueBlock.valueHexView).toString('hex') === certificate.serialNumber
    );
  const wanted = octetsOf(sid as asn1js.BaseBlock);
  const extension = certificate.parsed.extensions?.find(({ extnID }) => extnID === '2.5.29.14');
  const present = octetsOf(extension?.parsedValue as asn1js.BaseBlock | undefined);
  return wanted !== undefined && present !== undefined && isEqual(wanted, present);
}

function contentOf(signedData: pkijs.SignedData): Uint8Array | undefined {
  const octets = signedData.encapContentInfo.eContent;
  if (octets === undefined) return undefined;
  return new Uint8Array(octets.getValue());
}

function octetsOf(value: asn1js.BaseBlock | undefined): Uint8Array | undefined {
  const view = (value?.valueBlock as { valueHexView?: Uint8Array } | undefined)?.valueHexView;
  return view && view.length > 0 ? view : undefined;
}

const isEqual = (a: Uint8Array, b: Uint8Array | undefined): boolean =>
  b !== undefined && a.length === b.length && timingSafeEqual(a, b);

/** RFC 5035: the first ESSCertID(v2) must be the digest of the signer's certificate. */
function signingCertificateMatches(
  attributes: ReadonlyMap<string, asn1js.BaseBlock[]>,
  signer: Certificate,
): boolean | undefined {
  const version2 = attributes.get(OID.signingCertificateV2)?.[0];
  const value = version2 ?? attributes.get(OID.signingCertificate)?.[0];
  if (value === undefined) return undefined;
  const first = children(children(children(value)[0])[0]);
  const hasAlgorithm = version2 !== undefined && first[0] instanceof asn1js.Sequence;
  const oid = hasAlgorithm ? (children(first[0])[0] as asn1js.ObjectIdentifier | undefined) : undefined;
  const digest =
    version2 === undefined ? 'sha1' : digestNames[oid?.valueBlock.toString() ?? '2.16.840.1.101.3.4.2.1'];
  const hash = octetsOf(first[hasAlgorithm ? 1 : 0]);
  if (digest === undefined || hash === undefined) return false;
  return isEqual(createHash(digest).update(signer.der).digest(), hash);
}

const children = (value: asn1js.BaseBlock | undefined): asn1js.BaseBlock[] => {
  const list = (value?.valueBlock as { value?: unknown } | undefined)?.value;
  return Array.isArray(list) ? (list as asn1js.BaseBlock[]) : [];
};

/** Adobe's revocation archive attribute: [0] CRLs, [1] OCSP responses. */
function archivedRevocation(value: asn1js.BaseBlock | undefined): {
  readonly ocspResponses: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
} {
  const listOf = (tagNumber: number): Uint8Array[] =>
    children(value)
      .filter(({ idBlock }) => idBlock.tagNumber === tagNumber)
      .flatMap((tagged) => children(children(tagged)[0]))
      .map((item) => item.valueBeforeDecodeView);
  return { crls: listOf(0), ocspResponses: listOf(1) };
}
