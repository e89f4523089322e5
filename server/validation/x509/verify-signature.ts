import { constants, createHash, type Hash, type KeyObject, verify } from 'node:crypto';
import type { Asn1Node } from '../asn1/asn1-node.ts';
import { algorithmOf, bitsOf, numberOf } from '../asn1/asn1-values.ts';

export interface SignatureAlgorithm {
  readonly name: 'RSA' | 'RSA-PSS' | 'ECDSA' | 'EdDSA';
  /** Node's name of the digest; undefined when the digest algorithm of the CMS decides, or EdDSA. */
  readonly digest: string | undefined;
  readonly saltLength?: number;
}

export const digestNames: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '1.2.840.113549.2.5': 'md5',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.7': 'sha3-224',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
  // RFC 8419 §2.3: with Ed448, 64 bytes of it.
  '2.16.840.1.101.3.4.2.12': 'shake256',
  '2.16.840.1.101.3.4.2.18': 'shake256',
};

/** A hash by Node's name; SHAKE256 at the one length that CMS uses. */
export const startHash = (digestName: string): Hash =>
  digestName === 'shake256' ? createHash(digestName, { outputLength: 64 }) : createHash(digestName);

const simple: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.1': { name: 'RSA', digest: undefined },
  '1.2.840.113549.1.1.4': { name: 'RSA', digest: 'md5' },
  '1.2.840.113549.1.1.5': { name: 'RSA', digest: 'sha1' },
  '1.2.840.113549.1.1.14': { name: 'RSA', digest: 'sha224' },
  '1.2.840.113549.1.1.11': { name: 'RSA', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { name: 'RSA', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { name: 'RSA', digest: 'sha512' },
  '2.16.840.1.101.3.4.3.13': { name: 'RSA', digest: 'sha3-224' },
  '2.16.840.1.101.3.4.3.14': { name: 'RSA', digest: 'sha3-256' },
  '2.16.840.1.101.3.4.3.15': { name: 'RSA', digest: 'sha3-384' },
  '2.16.840.1.101.3.4.3.16': { name: 'RSA', digest: 'sha3-512' },
  '1.2.840.10045.2.1': { name: 'ECDSA', digest: undefined },
  '1.2.840.10045.4.1': { name: 'ECDSA', digest: 'sha1' },
  '1.2.840.10045.4.3.1': { name: 'ECDSA', digest: 'sha224' },
  '1.2.840.10045.4.3.2': { name: 'ECDSA', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { name: 'ECDSA', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { name: 'ECDSA', digest: 'sha512' },
  '2.16.840.1.101.3.4.3.9': { name: 'ECDSA', digest: 'sha3-224' },
  '2.16.840.1.101.3.4.3.10': { name: 'ECDSA', digest: 'sha3-256' },
  '2.16.840.1.101.3.4.3.11': { name: 'ECDSA', digest: 'sha3-384' },
  '2.16.840.1.101.3.4.3.12': { name: 'ECDSA', digest: 'sha3-512' },
  '1.3.101.112': { name: 'EdDSA', digest: undefined },
  '1.3.101.113': { name: 'EdDSA', digest: undefined },
};

const RSASSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';

/** Reads an AlgorithmIdentifier; undefined for algorithms that are not known here. */
export function signatureAlgorithmOf(identifier: Asn1Node | undefined): SignatureAlgorithm | undefined {
  const { oid, parameters } = algorithmOf(identifier);
  return oid === RSASSA_PSS ? pssAlgorithmOf(parameters) : simple[oid];
}

/** RFC 4055 §3.1: SHA-1 and a salt of 20 bytes unless said otherwise; Node takes the same digest for the mask. */
function pssAlgorithmOf(parameters: Asn1Node | undefined): SignatureAlgorithm | undefined {
  const part = (tag: number): Asn1Node | undefined =>
    parameters
      ?.children()
      .find((each) => each.isTagged(tag))
      ?.first();
  const [hash, mask, salt] = [part(0), part(1), part(2)];
  const digest = hash === undefined ? 'sha1' : digestNames[algorithmOf(hash).oid];
  const { oid, parameters: maskHash } = algorithmOf(mask);
  const maskDigest = mask === undefined ? 'sha1' : digestNames[algorithmOf(maskHash).oid];
  if (digest === undefined || maskDigest !== digest || (mask !== undefined && oid !== MGF1)) return undefined;
  const saltLength = salt === undefined ? 20 : numberOf(salt);
  return saltLength === undefined ? undefined : { name: 'RSA-PSS', digest, saltLength };
}

/** Verifies a signature over data; the algorithm must fit the key. Never throws. */
export function verifySignature(options: {
  readonly algorithm: SignatureAlgorithm;
  readonly fallbackDigest?: string | undefined;
  readonly publicKey: KeyObject;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
}): boolean {
  const { algorithm, publicKey, data, signature } = options;
  const digest = algorithm.digest ?? options.fallbackDigest;
  const type = publicKey.asymmetricKeyType;
  try {
    switch (algorithm.name) {
      case 'RSA':
        return (
          type === 'rsa' &&
          verify(digest, data, { key: publicKey, padding: constants.RSA_PKCS1_PADDING }, signature)
        );
      case 'RSA-PSS': {
        const saltLength = algorithm.saltLength ?? 20;
        return (
          (type === 'rsa' || type === 'rsa-pss') &&
          verify(
            digest,
            data,
            { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength },
            signature,
          )
        );
      }
      case 'ECDSA':
        return type === 'ec' && verify(digest, data, { key: publicKey, dsaEncoding: 'der' }, signature);
      case 'EdDSA':
        return (type === 'ed25519' || type === 'ed448') && verify(null, data, publicKey, signature);
    }
  } catch {
    return false;
  }
}

/** Verifies the outer signature of a signed ASN.1 object (CRL, OCSP response). */
export function verifyStructure(
  tbs: Uint8Array,
  identifier: Asn1Node | undefined,
  signature: Asn1Node | undefined,
  publicKey: KeyObject,
): boolean {
  const algorithm = signatureAlgorithmOf(identifier);
  const value = bitsOf(signature);
  if (algorithm === undefined || value === undefined || isWeakDigest(algorithm.digest)) return false;
  return verifySignature({ algorithm, publicKey, data: tbs, signature: value });
}

export const isWeakDigest = (digest: string | undefined): boolean => digest === 'md5' || digest === 'sha1';

/** Circular 15/2025/TT-BKHCN: RSA at least 2048 bits, elliptic curves at least 256. */
export function isWeakKey(publicKey: KeyObject): boolean {
  const details = publicKey.asymmetricKeyDetails;
  if (publicKey.asymmetricKeyType?.startsWith('rsa')) return (details?.modulusLength ?? 0) < 2048;
  if (publicKey.asymmetricKeyType === 'ec') {
    const curve = details?.namedCurve ?? '';
    return ![
      'prime256v1',
      'secp384r1',
      'secp521r1',
      'brainpoolP256r1',
      'brainpoolP384r1',
      'brainpoolP512r1',
    ].includes(curve);
  }
  return false;
}
