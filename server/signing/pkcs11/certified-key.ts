import { type KeyObject, X509Certificate } from 'node:crypto';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { algorithmFor, type SigningAlgorithm } from '../signer.ts';

/** A key on the token and the certificate that belongs to it. */
export interface CertifiedKey {
  readonly name: string;
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly publicKey: KeyObject;
  readonly algorithm: SigningAlgorithm;
  /** Whether public numbers that a token told are those of the certificate; what it does not tell is not held against it. */
  isNumberOfKey(told: { readonly modulus: Uint8Array | null; readonly point: Uint8Array | null }): boolean;
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Reads a PEM file with the certificate of a key first and its intermediates after it. */
export function readCertifiedKey(
  name: string,
  pem: string,
  rsaPadding: 'pkcs1' | 'pss',
): Result<CertifiedKey, Fault> {
  const wrong = (detail: string) => err(fault('signing.key-unavailable', detail));
  let certificates: X509Certificate[];
  try {
    certificates = (pem.match(PEM) ?? []).map((block) => new X509Certificate(block));
  } catch {
    return wrong(`the certificate of ${name} is damaged`);
  }
  const [own, ...others] = certificates;
  if (own === undefined) return wrong(`the certificate file of ${name} holds none`);
  const algorithm = algorithmFor(own.publicKey, rsaPadding);
  if (algorithm === undefined) return wrong(`unsupported kind of key: ${name}`);
  const jwk = own.publicKey.export({ format: 'jwk' });
  const number = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');
  // CKA_EC_POINT is the uncompressed point, usually within an OCTET STRING.
  const point = Buffer.concat([Buffer.of(4), number(jwk.x), number(jwk.y)]);
  return ok({
    name,
    certificate: new Uint8Array(own.raw),
    chain: others.filter(({ subject, issuer }) => subject !== issuer).map(({ raw }) => new Uint8Array(raw)),
    publicKey: own.publicKey,
    algorithm,
    isNumberOfKey: (told) =>
      own.publicKey.asymmetricKeyType === 'rsa'
        ? told.modulus === null || stripZeros(told.modulus).equals(number(jwk.n))
        : told.point === null || Buffer.from(told.point).subarray(-point.length).equals(point),
  });
}

/** Some tokens write big numbers with leading zeros. */
function stripZeros(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  return Buffer.from(bytes.subarray(first < 0 ? bytes.length : first));
}
