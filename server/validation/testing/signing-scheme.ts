import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { algorithm, explicit, integer, nullValue, sequence } from '../../signing/der.ts';
import { startHash } from '../x509/verify-signature.ts';

/** Digest, signature and key that a test signature uses. */
export interface SigningScheme {
  readonly digest: string;
  readonly digestAlgorithm: Uint8Array;
  readonly signatureAlgorithm: Uint8Array;
  readonly keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  sign(data: Uint8Array): Uint8Array;
}

const DIGESTS: Readonly<Record<string, string>> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  shake256: '2.16.840.1.101.3.4.2.12',
};
const RSA: Readonly<Record<string, string>> = {
  md5: '1.2.840.113549.1.1.4',
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
};
const ECDSA: Readonly<Record<string, string>> = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
};

export const digestOf = (name: string, ...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = startHash(name);
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
export const digestAlgorithm = (name: string): Uint8Array => algorithm(DIGESTS[name]!);
export const sha1 = (data: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha1').update(data).digest());

export function rsaScheme(bits: number, digest: string): SigningScheme {
  const keys = generateKeyPairSync('rsa', { modulusLength: bits });
  return {
    digest,
    digestAlgorithm: digestAlgorithm(digest),
    signatureAlgorithm: algorithm(RSA[digest]!, nullValue()),
    keys,
    sign: (data) => new Uint8Array(sign(digest, data, keys.privateKey)),
  };
}

export function pssScheme(bits: number, digest: string): SigningScheme {
  const keys = generateKeyPairSync('rsa', { modulusLength: bits });
  const saltLength = digestOf(digest).length;
  const parameters = sequence(
    explicit(0, digestAlgorithm(digest)),
    explicit(1, algorithm('1.2.840.113549.1.1.8', digestAlgorithm(digest))),
    explicit(2, integer(saltLength)),
  );
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return {
    digest,
    digestAlgorithm: digestAlgorithm(digest),
    signatureAlgorithm: algorithm('1.2.840.113549.1.1.10', parameters),
    keys,
    sign: (data) => new Uint8Array(sign(digest, data, { key: keys.privateKey, padding, saltLength })),
  };
}

export function ecdsaScheme(namedCurve: string, digest: string): SigningScheme {
  const keys = generateKeyPairSync('ec', { namedCurve });
  return {
    digest,
    digestAlgorithm: digestAlgorithm(digest),
    signatureAlgorithm: algorithm(ECDSA[digest]!),
    keys,
    sign: (data) => new Uint8Array(sign(digest, data, keys.privateKey)),
  };
}

export function edwardsScheme(type: 'ed25519' | 'ed448'): SigningScheme {
  const keys = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed448');
  const digest = type === 'ed25519' ? 'sha512' : 'shake256';
  return {
    digest,
    digestAlgorithm: digestAlgorithm(digest),
    signatureAlgorithm: algorithm(type === 'ed25519' ? '1.3.101.112' : '1.3.101.113'),
    keys,
    sign: (data) => new Uint8Array(sign(null, data, keys.privateKey)),
  };
}
