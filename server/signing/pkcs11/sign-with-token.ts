import { constants, createHash, verify } from 'node:crypto';
import { derSignature } from '../der-signature.ts';
import { digestOf, type SigningAlgorithm } from '../signer.ts';
import type { CertifiedKey } from './certified-key.ts';
import type { TokenConnection } from './token-connection.ts';
import { TokenFailure } from './token-failure.ts';
import type { TokenMechanism } from './token-messages.ts';

const mechanismOf: Record<SigningAlgorithm, TokenMechanism> = {
  'RSA-SHA256': 'rsa-pkcs1',
  'RSA-PSS-SHA256': 'rsa-pss-sha256',
  'ECDSA-SHA256': 'ecdsa',
  'ECDSA-SHA384': 'ecdsa',
};
/** RFC 8017 §9.2: DigestInfo of SHA-256 up to the digest. */
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/**
 * Hashes here and signs on the token. The signature is checked with the certificate before anyone sees it: a token that
 * holds another key, or miscalculates, must not put its answer into a copy.
 */
export async function signWithToken(
  connection: TokenConnection,
  key: CertifiedKey,
  data: Uint8Array,
): Promise<Uint8Array> {
  const digest = createHash(digestOf(key.algorithm)).update(data).digest();
  const mechanism = mechanismOf[key.algorithm];
  const input = mechanism === 'rsa-pkcs1' ? Buffer.concat([SHA256_DIGEST_INFO, digest]) : digest;
  const raw = await connection.sign({ key: key.name, mechanism, input });
  const signature = mechanism === 'ecdsa' ? derSignature(raw) : raw;
  const isOfKey = verify(
    digestOf(key.algorithm),
    data,
    {
      key: key.publicKey,
      ...(mechanism === 'rsa-pss-sha256'
        ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: digest.length }
        : {}),
    },
    signature,
  );
  if (!isOfKey)
    throw new TokenFailure('refused', `the signature of ${key.name} does not fit its certificate`);
  return signature;
}
