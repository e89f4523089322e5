import { createHash, createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { Identity, Profile, SubjectName } from './identities.ts';
import { signatureAlgorithm, signDer } from './sign-der.ts';

const DAY_MS = 86_400_000;

export interface CertificateRequest {
  readonly identity: Identity;
  readonly key: KeyObject;
  readonly issuerKey: KeyObject;
  /** Absent for a root, which issues itself. */
  readonly issuerCertificate?: pkijs.Certificate;
  /** Base address of the OCSP responder and of the lists, without a slash at the end. */
  readonly servicesUrl: string;
  /** Whether the certificate names its OCSP responder and revocation list. */
  readonly namesStatusUrls: boolean;
  readonly now: Date;
}

/** RFC 5280 §4.2.1.3: bits of the key usage extension, most significant bit first. */
const keyUsageBits: Record<Profile, { readonly byte: number; readonly unusedBits: number }> = {
  'root-ca': { byte: 0b0000_0110, unusedBits: 1 },
  'issuing-ca': { byte: 0b0000_0110, unusedBits: 1 },
  'document-signer': { byte: 0b1100_0000, unusedBits: 6 },
  'time-stamping': { byte: 0b1000_0000, unusedBits: 7 },
  'chip-signer': { byte: 0b1000_0000, unusedBits: 7 },
  'ocsp-responder': { byte: 0b1000_0000, unusedBits: 7 },
  'tls-server': { byte: 0b1000_0000, unusedBits: 7 },
  'tls-client': { byte: 0b1000_0000, unusedBits: 7 },
};

/** Document signers also carry emailProtection, which NSS and OpenSSL ask for. */
const extendedKeyUsages: Record<Profile, readonly string[]> = {
  'root-ca': [],
  'issuing-ca': [],
  'document-signer': ['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4'],
  'time-stamping': ['1.3.6.1.5.5.7.3.8'],
  'chip-signer': [],
  'ocsp-responder': ['1.3.6.1.5.5.7.3.9'],
  'tls-server': ['1.3.6.1.5.5.7.3.1'],
  'tls-client': ['1.3.6.1.5.5.7.3.2'],
};

/** Builds and signs one X.509 certificate after RFC 5280. */
export function buildCertificate(request: CertificateRequest): pkijs.Certificate {
  const { identity, key, issuerKey, issuerCertificate, now } = request;
  const certificate = new pkijs.Certificate({ version: 2 });
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  certificate.serialNumber = new asn1js.Integer({ valueHex: Uint8Array.from(serial).buffer });
  certificate.subject = distinguishedName(identity.subject);
  certificate.issuer = issuerCertificate?.subject ?? certificate.subject;
  certificate.notBefore = certificateTime(now, identity.validFromDays);
  certificate.notAfter = certificateTime(now, identity.validToDays);
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' });
  certificate.subjectPublicKeyInfo = pkijs.PublicKeyInfo.fromBER(Uint8Array.from(publicKey).buffer);
  certificate.extensions = extensionsFor(request, certificate);
  const { algorithm } = signatureAlgorithm(issuerKey);
  certificate.signature = algorithm;
  certificate.signatureAlgorithm = algorithm;
  certificate.tbsView = new Uint8Array(certificate.encodeTBS().toBER());
  certificate.signatureValue = signDer(issuerKey, certificate.tbsView).signature;
  return pkijs.Certificate.fromBER(certificate.toSchema(true).toBER());
}

/** RFC 5280 §4.2.1.2 method 1: SHA-1 over the public key bits. */
export const keyIdentifier = (certificate: pkijs.Certificate): ArrayBuffer =>
  Uint8Array.from(
    createHash('sha1')
      .update(certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView)
      .digest(),
  ).buffer;

function certificateTime(now: Date, days: number): pkijs.Time {
  const value = new Date(Math.floor(now.getTime() / 1000) * 1000 + days * DAY_MS);
  return new pkijs.Time({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value });
}

/** One attribute for each relative name: pkijs on its own would write all into a single SET. */
function distinguishedName(subject: SubjectName): pkijs.RelativeDistinguishedNames {
  const utf8 = (value: string) => new asn1js.Utf8String({ value });
  const attributes: readonly (readonly [string, asn1js.BaseBlock])[] = [
    ['2.5.4.6', new asn1js.PrintableString({ value: 'VN' })],
    ['2.5.4.10', utf8(subject.organization)],
    ...(subject.organizationalUnit ? [['2.5.4.11', utf8(subject.organizationalUnit)] as const] : []),
    ...(subject.title ? [['2.5.4.12', utf8(subject.title)] as const] : []),
    ['2.5.4.3', utf8(subject.commonName)],
  ];
  const name = new asn1js.Sequence({
    value: attributes.map(
      ([type, value]) =>
        new asn1js.Set({
          value: [new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: type }), value] })],
        }),
    ),
  });
  return pkijs.RelativeDistinguishedNames.fromBER(name.toBER());
}

const extension = (extnID: string, critical: boolean, value: asn1js.BaseBlock): pkijs.Extension =>
  new pkijs.Extension({ extnID, critical, extnValue: value.toBER() });

const uri = (value: string): pkijs.GeneralName => new pkijs.GeneralName({ type: 6, value });

function extensionsFor(request: CertificateRequest, certificate: pkijs.Certificate): pkijs.Extension[] {
  const { identity, issuerCertificate, servicesUrl, namesStatusUrls } = request;
  const { profile } = identity;
  const isCa = profile === 'root-ca' || profile === 'issuing-ca';
  const usage = keyUsageBits[profile];
  const extensions = [
    extension(
      '2.5.29.19',
      true,
      new pkijs.BasicConstraints(
        isCa ? { cA: true, ...(profile === 'issuing-ca' ? { pathLenConstraint: 0 } : {}) } : {},
      ).toSchema(),
    ),
    extension(
      '2.5.29.15',
      true,
      new asn1js.BitString({
        valueHex: Uint8Array.of(usage.byte).buffer,
        unusedBits: usage.unusedBits,
      }),
    ),
    extension('2.5.29.14', false, new asn1js.OctetString({ valueHex: keyIdentifier(certificate) })),
    extension(
      '2.5.29.35',
      false,
      new pkijs.AuthorityKeyIdentifier({
        keyIdentifier: new asn1js.OctetString({ valueHex: keyIdentifier(issuerCertificate ?? certificate) }),
      }).toSchema(),
    ),
  ];
  const purposes = extendedKeyUsages[profile];
  if (purposes.length > 0) {
    // RFC 3161 §2.3: the purpose of a time-stamping certificate is critical.
    const keyPurposes = new pkijs.ExtKeyUsage({ keyPurposes: [...purposes] }).toSchema();
    extensions.push(extension('2.5.29.37', profile === 'time-stamping', keyPurposes));
  }
  // RFC 6960 §4.2.2.2.1: nobody asks a responder about itself.
  if (profile === 'ocsp-responder') {
    extensions.push(extension('1.3.6.1.5.5.7.48.1.5', false, new asn1js.Null()));
  } else if (profile !== 'root-ca' && namesStatusUrls) {
    extensions.push(
      extension(
        '2.5.29.31',
        false,
        new pkijs.CRLDistributionPoints({
          distributionPoints: [
            new pkijs.DistributionPoint({
              distributionPoint: [uri(`${servicesUrl}/crl/${identity.issuer}.crl`)],
            }),
          ],
        }).toSchema(),
      ),
    );
  }
  if (profile !== 'root-ca' && namesStatusUrls) {
    const descriptions = [
      new pkijs.AccessDescription({
        accessMethod: '1.3.6.1.5.5.7.48.2',
        accessLocation: uri(`${servicesUrl}/ca/${identity.issuer}.cer`),
      }),
    ];
    if (profile === 'document-signer' || profile === 'time-stamping') {
      descriptions.unshift(
        new pkijs.AccessDescription({
          accessMethod: '1.3.6.1.5.5.7.48.1',
          accessLocation: uri(`${servicesUrl}/ocsp`),
        }),
      );
    }
    extensions.push(
      extension(
        '1.3.6.1.5.5.7.1.1',
        false,
        new pkijs.InfoAccess({ accessDescriptions: descriptions }).toSchema(),
      ),
    );
  }
  const names = [
    ...(identity.dnsNames ?? []).map((value) => new pkijs.GeneralName({ type: 2, value })),
    ...(identity.ipAddresses ?? []).map(
      (address) =>
        new pkijs.GeneralName({ type: 7, value: new asn1js.OctetString({ valueHex: ipBytes(address) }) }),
    ),
  ];
  if (names.length > 0)
    extensions.push(extension('2.5.29.17', false, new pkijs.GeneralNames({ names }).toSchema()));
  return extensions;
}

function ipBytes(address: string): ArrayBuffer {
  if (!isIPv6(address)) return Uint8Array.from(address.split('.').map(Number)).buffer;
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const missing = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)];
  return Uint8Array.from(
    all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]),
  ).buffer;
}
