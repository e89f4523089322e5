import { type KeyObject, X509Certificate } from 'node:crypto';
import { Asn1Error, Asn1Node, TAG } from '../asn1/asn1-node.ts';
import {
  bitsOf,
  booleanOf,
  type Extension,
  extensionsOf,
  integerBytesOf,
  numberOf,
  octetsOf,
  oidOf,
  textOf,
  timeOf,
} from '../asn1/asn1-values.ts';
import { ParseCache } from './parse-cache.ts';
import { isSameName } from './same-name.ts';

/** A certificate with what path validation asks for, parsed once. */
export interface Certificate {
  readonly der: Uint8Array;
  readonly x509: X509Certificate;
  readonly publicKey: KeyObject;
  /** DER of the names. */
  readonly subjectDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  /** DER of the names, in hexadecimal, for comparison. */
  readonly subject: string;
  readonly issuer: string;
  readonly commonName: string;
  /** Contents of the INTEGER, in hexadecimal. */
  readonly serialNumber: string;
  /** DER of the INTEGER. */
  readonly serialNumberDer: Uint8Array;
  /** AlgorithmIdentifier of the issuer's signature. */
  readonly signatureAlgorithm: Asn1Node | undefined;
  /** The bits of the key alone, which OCSP and key identifiers hash. */
  readonly subjectPublicKey: Uint8Array;
  readonly subjectKeyIdentifier: Uint8Array | undefined;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly isCa: boolean;
  readonly pathLength: number | undefined;
  /** First byte of the key usage bits; undefined when the extension is absent. */
  readonly keyUsage: number | undefined;
  readonly extendedKeyUsages: readonly string[] | undefined;
  readonly isExtendedKeyUsageCritical: boolean;
  readonly hasOcspNoCheck: boolean;
  readonly ocspUrls: readonly string[];
  /** Where the issuer's certificate can be had. */
  readonly issuerUrls: readonly string[];
  readonly crlUrls: readonly string[];
  /** By object identifier. */
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly unknownCriticalExtensions: readonly string[];
}

export const KEY_USAGE = {
  digitalSignature: 0x80,
  nonRepudiation: 0x40,
  keyCertSign: 0x04,
  crlSign: 0x02,
} as const;
export const EXTENDED_KEY_USAGE = {
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

/** Critical extensions that path validation here understands; any other critical one fails the path. */
const understood = new Set([
  '2.5.29.15',
  '2.5.29.19',
  '2.5.29.37',
  '2.5.29.17',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.30',
]);

const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

const parsedCertificates = new ParseCache((der) => parse(Uint8Array.from(der)));

/** Parses a DER certificate; throws when it is none. Equal certificates are the same object while they are remembered. */
export const parseCertificate = (der: Uint8Array): Certificate => parsedCertificates.get(der);

const OID = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  distributionPoints: '2.5.29.31',
  extendedKeyUsage: '2.5.29.37',
  authorityAccess: '1.3.6.1.5.5.7.1.1',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
} as const;
const ACCESS = { ocsp: '1.3.6.1.5.5.7.48.1', issuers: '1.3.6.1.5.5.7.48.2' } as const;
/** Tag of a URI among the general names (RFC 5280 §4.2.1.6). */
const URI = 6;

function parse(der: Uint8Array<ArrayBuffer>): Certificate {
  const x509 = new X509Certificate(der);
  const [tbsCertificate, signatureAlgorithm] = Asn1Node.readWhole(der).children();
  const tbs = tbsCertificate?.children() ?? [];
  const fields = tbs[0]?.isTagged(0) ? tbs.slice(1) : tbs;
  const [serialNumber, , issuer, validity, subject, publicKeyInfo, ...rest] = fields;
  const serial = integerBytesOf(serialNumber);
  const subjectPublicKey = bitsOf(publicKeyInfo?.children()[1]);
  if (!serialNumber || !serial || !issuer || !subject || !subjectPublicKey)
    throw new Asn1Error('malformed certificate');
  const [notBefore, notAfter] = validity?.children() ?? [];
  const extensions = extensionsOf(rest.find((field) => field.isTagged(3))?.first());
  const extensionValue = (oid: string): Asn1Node | undefined => {
    const extension = extensions.get(oid);
    return extension && Asn1Node.readWhole(extension.value);
  };
  const constraints = extensionValue(OID.basicConstraints)?.children();
  const usage = extensionValue(OID.keyUsage);
  let publicKey: KeyObject | undefined;
  return {
    der,
    x509,
    get publicKey() {
      // Node makes a new key object each time it is asked.
      publicKey ??= x509.publicKey;
      return publicKey;
    },
    subjectDer: subject.encoded,
    issuerDer: issuer.encoded,
    subject: hex(subject.encoded),
    issuer: hex(issuer.encoded),
    commonName: lastAttribute(subject.encoded, '2.5.4.3') ?? lastAttribute(subject.encoded, '2.5.4.10') ?? '',
    serialNumber: hex(serial),
    serialNumberDer: serialNumber.encoded,
    signatureAlgorithm,
    subjectPublicKey,
    subjectKeyIdentifier: octetsOf(extensionValue(OID.subjectKeyIdentifier)),
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    isCa: booleanOf(constraints?.[0]) === true,
    pathLength: numberOf(constraints?.find((part) => part.is(TAG.integer))),
    keyUsage: usage === undefined ? undefined : (bitsOf(usage)?.[0] ?? 0),
    extendedKeyUsages: extensionValue(OID.extendedKeyUsage)?.children().map(oidOf),
    isExtendedKeyUsageCritical: extensions.get(OID.extendedKeyUsage)?.isCritical === true,
    hasOcspNoCheck: extensions.has(OID.ocspNoCheck),
    ocspUrls: accessUrlsOf(extensionValue(OID.authorityAccess), ACCESS.ocsp),
    issuerUrls: accessUrlsOf(extensionValue(OID.authorityAccess), ACCESS.issuers),
    crlUrls: crlUrlsOf(extensionValue(OID.distributionPoints)),
    extensions,
    unknownCriticalExtensions: [...extensions]
      .filter(([oid, { isCritical }]) => isCritical && !understood.has(oid))
      .map(([oid]) => oid),
  };
}

const uriOf = (name: Asn1Node | undefined): string[] =>
  name?.isTagged(URI) ? [Buffer.from(name.content).toString('latin1')] : [];

/** RFC 5280 §4.2.2.1: SEQUENCE OF (method, location). */
const accessUrlsOf = (access: Asn1Node | undefined, wanted: string): string[] =>
  (access?.children() ?? []).flatMap((description) => {
    const [method, location] = description.children();
    return oidOf(method) === wanted ? uriOf(location) : [];
  });

/** RFC 5280 §4.2.1.13: points with [0] distributionPoint, in it [0] fullName, general names. */
const crlUrlsOf = (points: Asn1Node | undefined): string[] =>
  (points?.children() ?? [])
    .flatMap((point) => point.children().filter((part) => part.isTagged(0)))
    .flatMap((point) => point.children().filter((part) => part.isTagged(0)))
    .flatMap((fullName) => fullName.children().flatMap(uriOf));

/** Value of the last (most specific) attribute of a type in a name (DER). */
export function lastAttribute(name: Uint8Array, type: string): string | undefined {
  let found: string | undefined;
  for (const set of Asn1Node.read(name))
    for (const attribute of set) {
      const [oid, value] = attribute.children();
      if (oidOf(oid) === type) found = textOf(value) ?? found;
    }
  return found;
}

const knownIssues = new WeakMap<Certificate, WeakMap<Certificate, boolean>>();

/** Whether `certificate` names `issuer` and carries its signature. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (!isSameName(certificate.issuerDer, issuer.subjectDer)) return false;
  const known = knownIssues.get(certificate) ?? new WeakMap<Certificate, boolean>();
  knownIssues.set(certificate, known);
  let answer = known.get(issuer);
  if (answer === undefined) {
    try {
      answer = certificate.x509.verify(issuer.publicKey);
    } catch {
      answer = false;
    }
    known.set(issuer, answer);
  }
  return answer;
}

export const isSameCertificate = (a: Certificate, b: Certificate): boolean =>
  Buffer.compare(a.der, b.der) === 0;
