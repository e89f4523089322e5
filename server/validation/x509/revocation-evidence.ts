import { createHash } from 'node:crypto';
import * as pkijs from 'pkijs';
import {
  type Certificate,
  EXTENDED_KEY_USAGE,
  fromPkijs,
  isIssuedBy,
  isSameCertificate,
  KEY_USAGE,
} from './certificate.ts';
import { ParseCache } from './parse-cache.ts';
import { digestNames, verifyStructure } from './verify-signature.ts';

/** Revocation data as found in a DSS, a CMS or on the network (DER). */
export interface RevocationEvidence {
  readonly ocspResponses: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/** What one OCSP response or CRL, whose signature was checked, says about one certificate. */
export interface RevocationStatement {
  readonly source: 'ocsp' | 'crl';
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  readonly revokedAt?: Date;
  /** Certificates that signed it, issuer excluded: a delegated responder. */
  readonly responder?: Certificate;
  readonly der: Uint8Array;
}

const MAX_LIST_BYTES = 8 * 1024 * 1024;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const parsedResponses = new ParseCache((der) => {
  const response = pkijs.OCSPResponse.fromBER(Uint8Array.from(der).buffer);
  if (response.responseStatus.valueBlock.valueDec !== 0 || response.responseBytes === undefined)
    return undefined;
  const { valueHexView } = response.responseBytes.response.valueBlock;
  return pkijs.BasicOCSPResponse.fromBER(Uint8Array.from(valueHexView).buffer);
});
const parsedLists = new ParseCache((der) =>
  pkijs.CertificateRevocationList.fromBER(Uint8Array.from(der).buffer),
);

const knownSigners = new WeakMap<object, Map<Certificate, boolean>>();

/** Verifies the signature of a response or list once for each possible signer. */
function isSignedBy(
  structure: pkijs.BasicOCSPResponse | pkijs.CertificateRevocationList,
  signer: Certificate,
): boolean {
  const known = knownSigners.get(structure) ?? new Map<Certificate, boolean>();
  knownSigners.set(structure, known);
  const answer = known.get(signer);
  if (answer !== undefined) return answer;
  const [tbs, signature] =
    structure instanceof pkijs.BasicOCSPResponse
      ? [structure.tbsResponseData.tbsView, structure.signature]
      : [structure.tbsView, structure.signatureValue];
  const isRight = verifyStructure(tbs, structure.signatureAlgorithm, signature, signer.x509.publicKey);
  known.set(signer, isRight);
  return isRight;
}

/** Every statement about `certificate` that its issuer, or a responder the issuer delegated, signed. */
export function statementsAbout(
  certificate: Certificate,
  issuer: Certificate,
  evidence: RevocationEvidence,
): RevocationStatement[] {
  return [
    ...evidence.ocspResponses.flatMap((der) => ocspStatement(certificate, issuer, der) ?? []),
    ...evidence.crls.flatMap((der) => crlStatement(certificate, issuer, der) ?? []),
  ];
}

/** Reads one OCSP response (RFC 6960); undefined when it is malformed, wrongly signed or about another certificate. */
export function ocspStatement(
  certificate: Certificate,
  issuer: Certificate,
  der: Uint8Array,
): (RevocationStatement & { readonly nonce: Uint8Array | undefined }) | undefined {
  try {
    const basic = parsedResponses.get(der);
    if (basic === undefined) return undefined;
    const data = basic.tbsResponseData;
    const single = data.responses.find(({ certID }) => isAbout(certID, certificate, issuer));
    if (single === undefined) return undefined;
    const signers = [issuer, ...(basic.certs ?? []).map(fromPkijs)].filter((candidate) =>
      mayAnswerFor(candidate, issuer, data.producedAt),
    );
    const signer = signers.find((candidate) => isSignedBy(basic, candidate));
    if (signer === undefined) return undefined;
    const tag = single.certStatus.idBlock.tagNumber as number;
    const revokedAt =
      tag === 1 ? (single.certStatus.valueBlock.value[0]?.toDate() as Date | undefined) : undefined;
    return {
      source: 'ocsp',
      status: tag === 0 ? 'good' : tag === 1 ? 'revoked' : 'unknown',
      thisUpdate: single.thisUpdate,
      nextUpdate: single.nextUpdate,
      ...(revokedAt ? { revokedAt } : {}),
      ...(isSameCertificate(signer, issuer) ? {} : { responder: signer }),
      nonce: data.responseExtensions?.find(({ extnID }) => extnID === '1.3.6.1.5.5.7.48.1.2')?.extnValue
        .valueBlock.valueHexView,
      der,
    };
  } catch {
    return undefined;
  }
}

function mayAnswerFor(candidate: Certificate, issuer: Certificate, at: Date): boolean {
  if (isSameCertificate(candidate, issuer)) return true;
  // RFC 6960 §4.2.2.2: a delegate is issued by the very authority and carries id-kp-OCSPSigning. A responder without
  // ocsp-nocheck would need revocation data of its own, which leads to a circle here, so it is not accepted.
  return (
    candidate.hasOcspNoCheck &&
    candidate.extendedKeyUsages?.includes(EXTENDED_KEY_USAGE.ocspSigning) === true &&
    candidate.unknownCriticalExtensions.length === 0 &&
    at >= candidate.notBefore &&
    at <= candidate.notAfter &&
    isIssuedBy(candidate, issuer)
  );
}

function isAbout(id: pkijs.CertID, certificate: Certificate, issuer: Certificate): boolean {
  const digest = digestNames[id.hashAlgorithm.algorithmId];
  if (digest === undefined) return false;
  const hash = (bytes: Uint8Array): string => createHash(digest).update(bytes).digest('hex');
  const issuerKey = issuer.parsed.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;
  return (
    hex(id.serialNumber.valueBlock.valueHexView) === certificate.serialNumber &&
    hex(id.issuerKeyHash.valueBlock.valueHexView) === hash(issuerKey) &&
    hex(id.issuerNameHash.valueBlock.valueHexView) === hash(Buffer.from(issuer.subject, 'hex'))
  );
}

/** Reads one full CRL (RFC 5280 §5) of the issuer itself; indirect and delta lists are not accepted. */
function crlStatement(
  certificate: Certificate,
  issuer: Certificate,
  der: Uint8Array,
): RevocationStatement | undefined {
  if (der.length > MAX_LIST_BYTES) return undefined;
  try {
    const list = parsedLists.get(der);
    if (hex(new Uint8Array(list.issuer.toSchema().toBER())) !== issuer.subject) return undefined;
    if (issuer.keyUsage !== undefined && !(issuer.keyUsage & KEY_USAGE.crlSign)) return undefined;
    const extensions = list.crlExtensions?.extensions ?? [];
    const allowed = new Set(['2.5.29.35', '2.5.29.20']);
    if (extensions.some(({ critical, extnID }) => critical && !allowed.has(extnID))) return undefined;
    if (!isSignedBy(list, issuer)) return undefined;
    const row = list.revokedCertificates?.find(
      ({ userCertificate }) => hex(userCertificate.valueBlock.valueHexView) === certificate.serialNumber,
    );
    return {
      source: 'crl',
      status: row === undefined ? 'good' : 'revoked',
      thisUpdate: list.thisUpdate.value,
      nextUpdate: list.nextUpdate?.value,
      ...(row ? { revokedAt: row.revocationDate.value } : {}),
      der,
    };
  } catch {
    return undefined;
  }
}
