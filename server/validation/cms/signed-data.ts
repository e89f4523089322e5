import { createHash, timingSafeEqual } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
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
  const parts = splitSignedData(der);
  const { signerInfo } = parts;
  const signer = parts.certificates.find((certificate) => isNamed(signerInfo.sid, certificate));
  const digestName = digestNames[oidOf(children(signerInfo.digestAlgorithm)[0])];
  const attributes = new Map<string, asn1js.BaseBlock[]>();
  for (const attribute of children(signerInfo.signedAttributes)) {
    const [type, values] = children(attribute);
    if (attributes.has(oidOf(type))) throw new Error('attribute given twice');
    attributes.set(oidOf(type), children(values));
  }
  const digest =
    digestName === undefined ? undefined : digestOfContent(digestName, parts.content, hashContent);
  const algorithm = signatureAlgorithmOf(
    new pkijs.AlgorithmIdentifier({ schema: signerInfo.signatureAlgorithm }),
  );
  const signatureValue = octetsOf(signerInfo.signature) ?? new Uint8Array(0);
  const isDigestAgreed = algorithm?.digest === undefined || algorithm.digest === digestName;
  const weaknesses = [
    ...(isWeakDigest(digestName) ? [`digest ${digestName}`] : []),
    ...(signer && isWeakKey(signer.x509.publicKey) ? ['key too short'] : []),
  ];
  return {
    sizeBytes: parts.sizeBytes,
    contentType: parts.contentType,
    content: parts.content,
    signer,
    certificates: parts.certificates,
    digestName,
    isDigestRight:
      oidOf(attributes.get(OID.contentType)?.[0]) === parts.contentType &&
      digest !== undefined &&
      isEqual(digest, octetsOf(attributes.get(OID.messageDigest)?.[0])),
    isSignatureRight:
      signer !== undefined &&
      algorithm !== undefined &&
      signerInfo.signedAttributes !== undefined &&
      isDigestAgreed &&
      verifySignature({
        algorithm,
        fallbackDigest: digestName,
        publicKey: signer.x509.publicKey,
        data: asSet(signerInfo.signedAttributes.valueBeforeDecodeView),
        signature: signatureValue,
      }),
    isSigningCertificateRight: signer ? signingCertificateMatches(attributes, signer) : undefined,
    hasSigningTime: attributes.has(OID.signingTime),
    weaknesses,
    timeStampTokens: children(signerInfo.unsignedAttributes)
      .map(children)
      .filter(([type]) => oidOf(type) === OID.signatureTimeStamp)
      .flatMap(([, values]) => children(values).map((value) => value.valueBeforeDecodeView)),
    signatureValue,
    ...archivedRevocation(attributes.get(OID.revocationArchive)?.[0]),
  };
}

interface SignedDataParts {
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly content: Uint8Array | undefined;
  readonly certificates: readonly Certificate[];
  readonly signerInfo: {
    readonly sid: asn1js.BaseBlock;
    readonly digestAlgorithm: asn1js.BaseBlock;
    readonly signedAttributes: asn1js.BaseBlock | undefined;
    readonly signatureAlgorithm: asn1js.BaseBlock;
    readonly signature: asn1js.BaseBlock;
    readonly unsignedAttributes: asn1js.BaseBlock | undefined;
  };
}

/** Takes the structure of RFC 5652 §5.1 apart without copying: what is hashed later is exactly what was received. */
function splitSignedData(der: Uint8Array): SignedDataParts {
  const asn1 = asn1js.fromBER(Uint8Array.from(der).buffer);
  if (asn1.offset < 0) throw new Error('not ASN.1');
  const [type, wrapped] = children(asn1.result);
  if (oidOf(type) !== OID.signedData) throw new Error('not a SignedData');
  const [, , encapsulated, ...rest] = children(children(wrapped)[0]);
  const [contentType, content] = children(encapsulated);
  const signerInfos = children(rest.findLast(isUniversal(TAG.set)));
  const [signerInfo] = signerInfos;
  if (signerInfo === undefined || signerInfos.length > 1) throw new Error('exactly one signer expected');
  const fields = children(signerInfo).slice(1);
  const tagged = (list: readonly asn1js.BaseBlock[], tagNumber: number): asn1js.BaseBlock | undefined =>
    list.find(({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === tagNumber);
  const [sid, digestAlgorithm, ...others] = fields;
  const signatureAlgorithm = others.find(isUniversal(TAG.sequence));
  const signature = others.find(isUniversal(TAG.octetString));
  if (!sid || !digestAlgorithm || !signatureAlgorithm || !signature) throw new Error('malformed SignerInfo');
  return {
    sizeBytes: asn1.offset,
    contentType: oidOf(contentType),
    content: content === undefined ? undefined : attachedOctets(children(content)[0]),
    certificates: children(tagged(rest, 0))
      .filter(isUniversal(TAG.sequence))
      .map((certificate) => parseCertificate(certificate.valueBeforeDecodeView)),
    signerInfo: {
      sid,
      digestAlgorithm,
      signedAttributes: tagged(others, 0),
      signatureAlgorithm,
      signature,
      unsignedAttributes: tagged(others, 1),
    },
  };
}

const TAG = { octetString: 4, sequence: 16, set: 17 } as const;
const isUniversal =
  (tagNumber: number) =>
  ({ idBlock }: asn1js.BaseBlock): boolean =>
    idBlock.tagClass === 1 && idBlock.tagNumber === tagNumber;

const oidOf = (value: asn1js.BaseBlock | undefined): string =>
  value instanceof asn1js.ObjectIdentifier ? value.valueBlock.toString() : '';

/** RFC 5652 §5.4: signed as SET OF, stored with an implicit tag. */
function asSet(attributes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(attributes);
  copy[0] = 0x31;
  return copy;
}

function digestOfContent(
  digestName: string,
  content: Uint8Array | undefined,
  hashContent: ((digestName: string) => Uint8Array) | undefined,
): Uint8Array | undefined {
  if (hashContent) return hashContent(digestName);
  return content && createHash(digestName).update(content).digest();
}

/** Octets that BER may have cut into pieces. */
const attachedOctets = (value: asn1js.BaseBlock | undefined): Uint8Array | undefined =>
  value instanceof asn1js.OctetString ? new Uint8Array(value.getValue()) : undefined;

function isNamed(sid: asn1js.BaseBlock, certificate: Certificate): boolean {
  if (isUniversal(TAG.sequence)(sid)) {
    const [issuer, serialNumber] = children(sid);
    return (
      Buffer.from(issuer?.valueBeforeDecodeView ?? []).toString('hex') === certificate.issuer &&
      Buffer.from(octetsOf(serialNumber) ?? []).toString('hex') === certificate.serialNumber
    );
  }
  const wanted = octetsOf(sid);
  const extension = certificate.parsed.extensions?.find(({ extnID }) => extnID === '2.5.29.14');
  const present = octetsOf(extension?.parsedValue as asn1js.BaseBlock | undefined);
  return wanted !== undefined && present !== undefined && isEqual(wanted, present);
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
