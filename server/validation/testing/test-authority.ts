import {
  explicit,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  retagged,
  sequence,
  setOf,
  trueValue,
} from '../../signing/der.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { digestAlgorithm, ecdsaScheme, type SigningScheme, sha1 } from './signing-scheme.ts';

/** A certificate with its key. */
export interface TestIdentity {
  readonly der: Uint8Array;
  readonly certificate: Certificate;
  readonly scheme: SigningScheme;
  /** What signed its certificate; itself for a root. */
  readonly issuer: TestIdentity | undefined;
}

export interface CertificateWish {
  readonly name: string;
  readonly issuer?: TestIdentity;
  readonly scheme?: SigningScheme;
  readonly kind: 'ca' | 'signer' | 'tsa' | 'responder';
  readonly from: Date;
  readonly to: Date;
  /** Where issuers' certificates and statuses are said to be had. */
  readonly issuerUrl?: string;
  readonly ocspUrl?: string;
  readonly serial?: number;
  /** Instead of a common name alone: DER. */
  readonly subject?: Uint8Array;
  readonly extensions?: readonly {
    readonly oid: string;
    readonly value: Uint8Array;
    readonly isCritical?: boolean;
  }[];
}

const OID = {
  commonName: '2.5.4.3',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  subjectKeyIdentifier: '2.5.29.14',
  access: '1.3.6.1.5.5.7.1.1',
  ocsp: '1.3.6.1.5.5.7.48.1',
  issuers: '1.3.6.1.5.5.7.48.2',
  noCheck: '1.3.6.1.5.5.7.48.1.5',
  basicOcsp: '1.3.6.1.5.5.7.48.1.1',
} as const;
const USAGE = { ca: 0x06, signer: 0xc0, tsa: 0xc0, responder: 0x80 } as const;
const PURPOSE = { tsa: '1.3.6.1.5.5.7.3.8', responder: '1.3.6.1.5.5.7.3.9' } as const;

const primitive = (tag: number, content: Uint8Array): Uint8Array => {
  const bytes = Uint8Array.from(octetString(content));
  bytes[0] = tag;
  return bytes;
};
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const bitString = (bytes: Uint8Array, unused = 0): Uint8Array =>
  primitive(0x03, new Uint8Array(Buffer.concat([Uint8Array.of(unused), bytes])));
const nameOf = (text: string): Uint8Array =>
  sequence(setOf(sequence(objectIdentifier(OID.commonName), primitive(0x0c, latin1(text)))));

/** GeneralizedTime, which every parser here takes for any year. */
export const time = (moment: Date): Uint8Array =>
  primitive(0x18, latin1(`${moment.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));

let lastSerial = 100;

/** Issues a certificate, a root when no issuer is wished for. */
export function issue(wish: CertificateWish): TestIdentity {
  const scheme = wish.scheme ?? ecdsaScheme('P-256', 'sha256');
  const signer = wish.issuer?.scheme ?? scheme;
  const extension = (oid: string, value: Uint8Array, isCritical = false): Uint8Array =>
    sequence(objectIdentifier(oid), ...(isCritical ? [trueValue()] : []), octetString(value));
  const address = (method: string, url: string): Uint8Array =>
    sequence(objectIdentifier(method), primitive(0x86, latin1(url)));
  const publicKeyInfo = new Uint8Array(scheme.keys.publicKey.export({ format: 'der', type: 'spki' }));
  const access = [
    ...(wish.ocspUrl ? [address(OID.ocsp, wish.ocspUrl)] : []),
    ...(wish.issuerUrl ? [address(OID.issuers, wish.issuerUrl)] : []),
  ];
  const extensions = [
    extension(OID.keyUsage, bitString(Uint8Array.of(USAGE[wish.kind]), wish.kind === 'ca' ? 1 : 6), true),
    extension(OID.subjectKeyIdentifier, octetString(sha1(publicKeyInfo))),
    ...(wish.kind === 'ca' ? [extension(OID.basicConstraints, sequence(trueValue()), true)] : []),
    ...(wish.kind === 'tsa' || wish.kind === 'responder'
      ? [extension(OID.extendedKeyUsage, sequence(objectIdentifier(PURPOSE[wish.kind])), true)]
      : []),
    ...(wish.kind === 'responder' ? [extension(OID.noCheck, nullValue())] : []),
    ...(wish.extensions ?? []).map(({ oid, value, isCritical }) => extension(oid, value, isCritical)),
    ...(access.length > 0 ? [extension(OID.access, sequence(...access))] : []),
  ];
  lastSerial++;
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(Uint8Array.of(1, (wish.serial ?? lastSerial) >> 8, (wish.serial ?? lastSerial) & 255)),
    signer.signatureAlgorithm,
    wish.issuer?.certificate.subjectDer ?? wish.subject ?? nameOf(wish.name),
    sequence(time(wish.from), time(wish.to)),
    wish.subject ?? nameOf(wish.name),
    publicKeyInfo,
    explicit(3, sequence(...extensions)),
  );
  const der = sequence(tbs, signer.signatureAlgorithm, bitString(signer.sign(tbs)));
  return { der, certificate: parseCertificate(der), scheme, issuer: wish.issuer };
}

/** An OCSP response (RFC 6960) about a certificate, by its issuer or a responder of it. */
export function ocspResponse(
  about: TestIdentity,
  options: {
    readonly at: Date;
    readonly until?: Date;
    readonly revokedAt?: Date;
    readonly by?: TestIdentity;
  },
): Uint8Array {
  const issuer = about.issuer!;
  const by = options.by ?? issuer;
  const { certificate } = issuer;
  const certificateId = sequence(
    digestAlgorithm('sha1'),
    octetString(sha1(certificate.subjectDer)),
    octetString(sha1(certificate.subjectPublicKey)),
    about.certificate.serialNumberDer,
  );
  const status = options.revokedAt
    ? retagged(1, sequence(time(options.revokedAt)))
    : primitive(0x80, new Uint8Array(0));
  const single = sequence(
    certificateId,
    status,
    time(options.at),
    ...(options.until ? [explicit(0, time(options.until))] : []),
  );
  const data = sequence(explicit(1, by.certificate.subjectDer), time(options.at), sequence(single));
  const certificates = by === issuer ? [] : [explicit(0, sequence(by.der))];
  const basic = sequence(
    data,
    by.scheme.signatureAlgorithm,
    bitString(by.scheme.sign(data)),
    ...certificates,
  );
  return sequence(
    primitive(0x0a, Uint8Array.of(0)),
    explicit(0, sequence(objectIdentifier(OID.basicOcsp), octetString(basic))),
  );
}

/** A full revocation list (RFC 5280 §5) of an authority. */
export function revocationList(
  by: TestIdentity,
  options: {
    readonly at: Date;
    readonly until: Date;
    readonly revoked?: readonly { readonly identity: TestIdentity; readonly at: Date }[];
  },
): Uint8Array {
  const rows = (options.revoked ?? []).map(({ identity, at }) =>
    sequence(identity.certificate.serialNumberDer, time(at)),
  );
  const tbs = sequence(
    integer(1),
    by.scheme.signatureAlgorithm,
    by.certificate.subjectDer,
    time(options.at),
    time(options.until),
    ...(rows.length > 0 ? [sequence(...rows)] : []),
  );
  return sequence(tbs, by.scheme.signatureAlgorithm, bitString(by.scheme.sign(tbs)));
}
