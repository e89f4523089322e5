import { Asn1Node } from '../asn1/asn1-node.ts';
import { algorithmOf, integerBytesOf, octetsOf, timeOf } from '../asn1/asn1-values.ts';
import { weaknessOfDigest } from '../x509/algorithm-strength.ts';
import { type Certificate, EXTENDED_KEY_USAGE } from '../x509/certificate.ts';
import { ParseCache } from '../x509/parse-cache.ts';
import { digestNames, startHash } from '../x509/verify-signature.ts';
import { readSignedData, type SignedDataFacts } from './signed-data.ts';

const TST_INFO = '1.2.840.113549.1.9.16.1.4';

/** Facts about a time-stamp token (RFC 3161), before any question of trust. */
export interface TimeStampFacts {
  readonly genTime: Date;
  readonly imprintDigest: string;
  readonly imprint: Uint8Array;
  readonly nonce: Uint8Array | undefined;
  readonly signer: Certificate | undefined;
  readonly certificates: readonly Certificate[];
  /** Digest, signature, ESS certificate and the signer's purpose are all in order. */
  readonly isTokenRight: boolean;
  readonly weaknesses: readonly string[];
  readonly cms: SignedDataFacts;
}

// Whoever signs meets the same token several times: when it arrives, when its authority is asked about, in the file.
const knownTokens = new ParseCache((der) => readToken(Uint8Array.from(der)));

/** Parses and verifies a token; throws when it is none. The imprint is compared by `hasImprintOf`. */
export const readTimeStampToken = (der: Uint8Array): TimeStampFacts => knownTokens.get(der);

function readToken(der: Uint8Array): TimeStampFacts {
  const cms = readSignedData(der);
  if (cms.contentType !== TST_INFO || cms.content === undefined) throw new Error('not a time-stamp token');
  const info = readInfo(cms.content);
  const imprintDigest = digestNames[info.imprintAlgorithm];
  if (imprintDigest === undefined) throw new Error('unknown imprint algorithm');
  const purposes = cms.signer?.extendedKeyUsages;
  // RFC 3161 §2.3: the purpose must be time-stamping alone.
  const isTimeStamper = purposes?.length === 1 && purposes[0] === EXTENDED_KEY_USAGE.timeStamping;
  return {
    genTime: info.genTime,
    imprintDigest,
    imprint: info.imprint,
    nonce: info.nonce,
    signer: cms.signer,
    certificates: cms.certificates,
    isTokenRight:
      cms.isDigestRight && cms.isSignatureRight && cms.isSigningCertificateRight === true && isTimeStamper,
    weaknesses: [
      ...cms.weaknesses,
      ...weaknessOfDigest(imprintDigest).map((weakness) => `imprint ${weakness}`),
    ],
    cms,
  };
}

/** TSTInfo (RFC 3161 §2.4.2), as far as it is asked about. */
function readInfo(der: Uint8Array): {
  readonly genTime: Date;
  readonly imprintAlgorithm: string;
  readonly imprint: Uint8Array;
  readonly nonce: Uint8Array | undefined;
} {
  const [, , messageImprint, , genTime, ...optional] = Asn1Node.readWhole(der).children();
  const [algorithm, hashed] = messageImprint?.children() ?? [];
  const imprint = octetsOf(hashed);
  if (imprint === undefined) throw new Error('no imprint');
  return {
    genTime: timeOf(genTime),
    imprintAlgorithm: algorithmOf(algorithm).oid,
    imprint,
    nonce: optional.map(integerBytesOf).find((bytes) => bytes !== undefined),
  };
}

/** Whether the token stamps exactly this data. */
export const hasImprintOf = (token: TimeStampFacts, ...data: readonly Uint8Array[]): boolean => {
  const hash = startHash(token.imprintDigest);
  for (const part of data) hash.update(part);
  return Buffer.compare(hash.digest(), token.imprint) === 0;
};
