import { type KeyObject, sign } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

export interface DerSignature {
  readonly algorithm: pkijs.AlgorithmIdentifier;
  readonly signature: asn1js.BitString;
  readonly octets: asn1js.OctetString;
  readonly digestName: 'sha256' | 'sha384';
}

/** The signature algorithm a key implies: SHA-384 with P-384, otherwise SHA-256; RSA is PKCS#1 v1.5. */
export function signatureAlgorithm(key: KeyObject): {
  readonly digestName: 'sha256' | 'sha384';
  readonly algorithm: pkijs.AlgorithmIdentifier;
} {
  if (key.asymmetricKeyType === 'rsa') {
    return {
      digestName: 'sha256',
      algorithm: new pkijs.AlgorithmIdentifier({
        algorithmId: '1.2.840.113549.1.1.11',
        algorithmParams: new asn1js.Null(),
      }),
    };
  }
  const isP384 = key.asymmetricKeyDetails?.namedCurve === 'secp384r1';
  return {
    digestName: isP384 ? 'sha384' : 'sha256',
    algorithm: new pkijs.AlgorithmIdentifier({
      algorithmId: isP384 ? '1.2.840.10045.4.3.3' : '1.2.840.10045.4.3.2',
    }),
  };
}

/** Signs DER bytes; hashing is done here, ECDSA signatures are DER encoded. */
export function signDer(key: KeyObject, data: ArrayBuffer | Uint8Array): DerSignature {
  const { digestName, algorithm } = signatureAlgorithm(key);
  const bytes = Uint8Array.from(sign(digestName, new Uint8Array(data), key)).buffer;
  return {
    algorithm,
    digestName,
    signature: new asn1js.BitString({ valueHex: bytes }),
    octets: new asn1js.OctetString({ valueHex: bytes }),
  };
}
