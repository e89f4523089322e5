import { timingSafeEqual } from 'node:crypto';
import { Asn1Node, TAG } from '../asn1/asn1-node.ts';
import { algorithmOf, octetsOf, oidOf, timeOf } from '../asn1/asn1-values.ts';
import { weaknessOfDigest, weaknessOfKey } from '../x509/algorithm-strength.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { isSameName } from '../x509/same-name.ts';
import { digestNames, signatureAlgorithmOf, startHash, verifySignature } from '../x509/verify-signature.ts';

const OID = {
  data: '1.2.840.113549.1.7.1',
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
  /** What the signer's clock said. */
  readonly signingTime: Date | undefined;
  readonly weaknesses: readonly string[];
  /** Algorithms that are not known here: nothing can be said about what they protect. */
  readonly unknownAlgorithms: readonly string[];
  /** DER of the signature time-stamp tokens. */
  readonly timeStampTokens: readonly Uint8Array[];
  readonly signatureValue: Uint8Array;
  readonly ocspResponses: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/** Content that stands apart from the CMS. */
export interface DetachedContent {
  readonly hash: (digestName: string) => Uint8Array;
  /** The content itself, for signatures of old that sign it without attributes. */
  readonly read: () => Uint8Array;
}

/**
 * Parses and verifies a CMS with detached content, or attached content when none is given. Throws on anything that is not a SignedData with exactly one signer.
 */
export function readSignedData(der: Uint8Array, detached?: DetachedContent): SignedDataFacts {
  const parts = splitSignedData(der);
  const { signerInfo } = parts;
  const signer = parts.certificates.find((certificate) => isNamed(signerInfo.sid, certificate));
  const digestName = digestNames[algorithmOf(signerInfo.digestAlgorithm).oid];
  const attributes = new Map<string, Asn1Node[]>();
  for (const attribute of signerInfo.signedAttributes ?? []) {
    const [type, values] = attribute.children();
    if (attributes.has(oidOf(type))) throw new Error('attribute given twice');
    attributes.set(oidOf(type), values?.children() ?? []);
  }
  const digest = digestName === undefined ? undefined : digestOfContent(digestName, parts.content, detached);
  const algorithm = signatureAlgorithmOf(signerInfo.signatureAlgorithm);
  const signatureValue = octetsOf(signerInfo.signature) ?? new Uint8Array(0);
  const isDigestAgreed = algorithm?.digest === undefined || algorithm.digest === digestName;
  const weaknesses = [
    ...weaknessOfDigest(digestName),
    ...weaknessOfDigest(algorithm?.digest),
    ...(signer ? weaknessOfKey(signer.publicKey) : []),
  ];
  const unknownAlgorithms = [
    ...(digestName === undefined ? ['unknown digest algorithm'] : []),
    ...(algorithm === undefined ? ['unknown signature algorithm'] : []),
  ];
  const hasAttributes = signerInfo.signedAttributes !== undefined;
  // RFC 5652 §5.4: without attributes the content itself is signed, which must then be plain data.
  const signedBytes = (): Uint8Array | undefined =>
    signerInfo.signedAttributes
      ? asSet(signerInfo.signedAttributes.encoded)
      : parts.contentType === OID.data
        ? (detached?.read() ?? parts.content)
        : undefined;
  const isSignatureRight = (() => {
    const data = signer && algorithm && isDigestAgreed ? signedBytes() : undefined;
    if (signer === undefined || algorithm === undefined || data === undefined) return false;
    const { publicKey } = signer;
    return verifySignature({
      algorithm,
      fallbackDigest: digestName,
      publicKey,
      data,
      signature: signatureValue,
    });
  })();
  return {
    sizeBytes: parts.sizeBytes,
    contentType: parts.contentType,
    content: parts.content,
    signer,
    certificates: parts.certificates,
    digestName,
    isDigestRight: hasAttributes
      ? oidOf(attributes.get(OID.contentType)?.[0]) === parts.contentType &&
        digest !== undefined &&
        attributes.get(OID.messageDigest)?.length === 1 &&
        isEqual(digest, octetsOf(attributes.get(OID.messageDigest)?.[0]))
      : isSignatureRight,
    isSignatureRight,
    isSigningCertificateRight: signer ? signingCertificateMatches(attributes, signer) : undefined,
    hasSigningTime: attributes.has(OID.signingTime),
    signingTime: readSigningTime(attributes.get(OID.signingTime)?.[0]),
    weaknesses: [...new Set(weaknesses)],
    unknownAlgorithms,
    timeStampTokens: (signerInfo.unsignedAttributes?.children() ?? [])
      .map((attribute) => attribute.children())
      .filter(([type]) => oidOf(type) === OID.signatureTimeStamp)
      .flatMap(([, values]) => values?.children() ?? [])
      .map(({ encoded }) => encoded),
    signatureValue,
    ...archivedRevocation(attributes.get(OID.revocationArchive)?.[0]),
  };
}

function readSigningTime(value: Asn1Node | undefined): Date | undefined {
  try {
    return value === undefined ? undefined : timeOf(value);
  } catch {
    return undefined;
  }
}

interface SignedDataParts {
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly content: Uint8Array | undefined;
  readonly certificates: readonly Certificate[];
  readonly signerInfo: {
    readonly sid: Asn1Node;
    readonly digestAlgorithm: Asn1Node;
    readonly signedAttributes: Asn1Node | undefined;
    readonly signatureAlgorithm: Asn1Node;
    readonly signature: Asn1Node;
    readonly unsignedAttributes: Asn1Node | undefined;
  };
}

/** Takes the structure of RFC 5652 §5.1 apart without copying: what is hashed later is exactly what was received. */
function splitSignedData(der: Uint8Array): SignedDataParts {
  const root = Asn1Node.read(der);
  const [type, wrapped] = root.children();
  if (oidOf(type) !== OID.signedData) throw new Error('not a SignedData');
  const [, , encapsulated, ...rest] = wrapped?.first()?.children() ?? [];
  const [contentType, content] = encapsulated?.children() ?? [];
  const signerInfos = rest.findLast((each) => each.is(TAG.set))?.children() ?? [];
  const [signerInfo] = signerInfos;
  if (signerInfo === undefined || signerInfos.length > 1) throw new Error('exactly one signer expected');
  const [sid, digestAlgorithm, ...others] = signerInfo.children().slice(1);
  const signatureAlgorithm = others.find((each) => each.is(TAG.sequence));
  const signature = others.find((each) => each.is(TAG.octetString));
  if (!sid || !digestAlgorithm || !signatureAlgorithm || !signature) throw new Error('malformed SignerInfo');
  return {
    sizeBytes: root.end,
    contentType: oidOf(contentType),
    content: octetsOf(content?.first()),
    certificates: (rest.find((each) => each.isTagged(0))?.children() ?? [])
      .filter((each) => each.is(TAG.sequence))
      .map(({ encoded }) => parseCertificate(encoded)),
    signerInfo: {
      sid,
      digestAlgorithm,
      signedAttributes: others.find((each) => each.isTagged(0)),
      signatureAlgorithm,
      signature,
      unsignedAttributes: others.find((each) => each.isTagged(1)),
    },
  };
}

/** RFC 5652 §5.4: signed as SET OF, stored with an implicit tag. */
function asSet(attributes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(attributes);
  copy[0] = 0x31;
  return copy;
}

function digestOfContent(
  digestName: string,
  content: Uint8Array | undefined,
  detached: DetachedContent | undefined,
): Uint8Array | undefined {
  if (detached) return detached.hash(digestName);
  return content && startHash(digestName).update(content).digest();
}

function isNamed(sid: Asn1Node, certificate: Certificate): boolean {
  if (sid.is(TAG.sequence)) {
    const [issuer, serialNumber] = sid.children();
    return (
      issuer !== undefined &&
      isEqual(certificate.serialNumberDer, serialNumber?.encoded) &&
      isSameName(certificate.issuerDer, issuer.encoded)
    );
  }
  // [0] IMPLICIT SubjectKeyIdentifier
  const present = certificate.subjectKeyIdentifier;
  return present !== undefined && sid.isTagged(0) && isEqual(present, sid.content);
}

const isEqual = (a: Uint8Array, b: Uint8Array | undefined): boolean =>
  b !== undefined && a.length === b.length && timingSafeEqual(a, b);

/** RFC 5035: the first ESSCertID(v2) must be the digest of the signer's certificate. */
function signingCertificateMatches(
  attributes: ReadonlyMap<string, Asn1Node[]>,
  signer: Certificate,
): boolean | undefined {
  const version2 = attributes.get(OID.signingCertificateV2)?.[0];
  const value = version2 ?? attributes.get(OID.signingCertificate)?.[0];
  if (value === undefined) return undefined;
  const first = value.first()?.first()?.children() ?? [];
  const hasAlgorithm = version2 !== undefined && first[0]?.is(TAG.sequence) === true;
  const hash = octetsOf(first[hasAlgorithm ? 1 : 0]);
  const digest =
    version2 === undefined ? 'sha1' : hasAlgorithm ? digestNames[algorithmOf(first[0]).oid] : 'sha256';
  if (digest === undefined || hash === undefined) return false;
  return isEqual(startHash(digest).update(signer.der).digest(), hash);
}

/** Adobe's revocation archive attribute: [0] CRLs, [1] OCSP responses. */
function archivedRevocation(value: Asn1Node | undefined): {
  readonly ocspResponses: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
} {
  const listOf = (tagNumber: number): Uint8Array[] =>
    (value?.children() ?? [])
      .filter((each) => each.isTagged(tagNumber))
      .flatMap((tagged) => tagged.first()?.children() ?? [])
      .map(({ encoded }) => encoded);
  return { crls: listOf(0), ocspResponses: listOf(1) };
}
