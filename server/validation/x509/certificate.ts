import { X509Certificate } from 'node:crypto';
import type * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { ParseCache } from './parse-cache.ts';

/** A certificate with what path validation asks for, parsed once. */
export interface Certificate {
  readonly der: Uint8Array;
  readonly x509: X509Certificate;
  readonly parsed: pkijs.Certificate;
  /** DER of the names, in hexadecimal, for comparison. */
  readonly subject: string;
  readonly issuer: string;
  readonly commonName: string;
  readonly serialNumber: string;
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
  readonly crlUrls: readonly string[];
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
const understood = new Set(['2.5.29.15', '2.5.29.19', '2.5.29.37', '2.5.29.17', '2.5.29.31', '2.5.29.32']);

const hex = (bytes: ArrayBuffer | Uint8Array): string => Buffer.from(new Uint8Array(bytes)).toString('hex');

const parsedCertificates = new ParseCache((der) => parse(Uint8Array.from(der)));

/** Parses a DER certificate; throws when it is none. Equal certificates are the same object while they are remembered. */
export const parseCertificate = (der: Uint8Array): Certificate => parsedCertificates.get(der);

/** A certificate that pkijs parsed as part of a larger structure, from its original bytes. */
export const fromPkijs = (certificate: pkijs.Certificate): Certificate =>
  parseCertificate(new Uint8Array(certificate.toSchema(false).toBER()));

function parse(der: Uint8Array<ArrayBuffer>): Certificate {
  const x509 = new X509Certificate(der);
  const parsed = pkijs.Certificate.fromBER(der.buffer);
  const extensions = parsed.extensions ?? [];
  const find = (oid: string): pkijs.Extension | undefined => extensions.find(({ extnID }) => extnID === oid);
  const parsedValue = (oid: string): unknown => find(oid)?.parsedValue;
  const constraints = parsedValue('2.5.29.19') as pkijs.BasicConstraints | undefined;
  const usage = parsedValue('2.5.29.15') as asn1js.BitString | undefined;
  const purposes = parsedValue('2.5.29.37') as pkijs.ExtKeyUsage | undefined;
  const access = parsedValue('1.3.6.1.5.5.7.1.1') as pkijs.InfoAccess | undefined;
  const points = parsedValue('2.5.29.31') as pkijs.CRLDistributionPoints | undefined;
  const pathLength = constraints?.pathLenConstraint;
  return {
    der,
    x509,
    parsed,
    subject: hex(parsed.subject.toSchema().toBER()),
    issuer: hex(parsed.issuer.toSchema().toBER()),
    commonName: lastAttribute(parsed.subject, '2.5.4.3') ?? lastAttribute(parsed.subject, '2.5.4.10') ?? '',
    serialNumber: hex(parsed.serialNumber.valueBlock.valueHexView),
    notBefore: parsed.notBefore.value,
    notAfter: parsed.notAfter.value,
    isCa: constraints?.cA === true,
    pathLength: typeof pathLength === 'number' ? pathLength : undefined,
    keyUsage: usage === undefined ? undefined : (usage.valueBlock.valueHexView[0] ?? 0),
    extendedKeyUsages: purposes?.keyPurposes,
    isExtendedKeyUsageCritical: find('2.5.29.37')?.critical === true,
    hasOcspNoCheck: find('1.3.6.1.5.5.7.48.1.5') !== undefined,
    ocspUrls: (access?.accessDescriptions ?? [])
      .filter(
        ({ accessMethod, accessLocation }) =>
          accessMethod === '1.3.6.1.5.5.7.48.1' && accessLocation.type === 6,
      )
      .map(({ accessLocation }) => String(accessLocation.value)),
    crlUrls: (points?.distributionPoints ?? []).flatMap(({ distributionPoint }) =>
      Array.isArray(distributionPoint)
        ? distributionPoint.filter(({ type }) => type === 6).map(({ value }) => String(value))
        : [],
    ),
    unknownCriticalExtensions: extensions
      .filter(({ critical, extnID }) => critical && !understood.has(extnID))
      .map(({ extnID }) => extnID),
  };
}

/** Value of the last (most specific) attribute of a type in a name. */
export function lastAttribute(name: pkijs.RelativeDistinguishedNames, type: string): string | undefined {
  const found = name.typesAndValues.filter((attribute) => attribute.type === type).at(-1);
  const value = (found?.value as { valueBlock?: { value?: unknown } } | undefined)?.valueBlock?.value;
  return typeof value === 'string' ? value : undefined;
}

const knownIssues = new WeakMap<Certificate, WeakMap<Certificate, boolean>>();

/** Whether `certificate` names `issuer` and carries its signature. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (certificate.issuer !== issuer.subject) return false;
  const known = knownIssues.get(certificate) ?? new WeakMap<Certificate, boolean>();
  knownIssues.set(certificate, known);
  let answer = known.get(issuer);
  if (answer === undefined) {
    try {
      answer = certificate.x509.verify(issuer.x509.publicKey);
    } catch {
      answer = false;
    }
    known.set(issuer, answer);
  }
  return answer;
}

export const isSameCertificate = (a: Certificate, b: Certificate): boolean =>
  Buffer.compare(a.der, b.der) === 0;
