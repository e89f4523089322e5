import { createHash } from 'node:crypto';
import { Asn1Error, Asn1Node, TAG } from '../asn1/asn1-node.ts';
import {
  algorithmOf,
  type Extension,
  extensionsOf,
  integerBytesOf,
  numberOf,
  octetsOf,
  timeOf,
} from '../asn1/asn1-values.ts';
import {
  type Certificate,
  EXTENDED_KEY_USAGE,
  isIssuedBy,
  isSameCertificate,
  KEY_USAGE,
  parseCertificate,
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
/** What an issuer or its delegate signed. */
interface SignedStructure {
  readonly tbs: Uint8Array;
  readonly algorithm: Asn1Node | undefined;
  readonly signature: Asn1Node | undefined;
}

interface SingleResponse {
  readonly digest: string | undefined;
  readonly issuerNameHash: Uint8Array | undefined;
  readonly issuerKeyHash: Uint8Array | undefined;
  readonly serialNumber: Uint8Array | undefined;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt: Date | undefined;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
}

interface BasicResponse extends SignedStructure {
  readonly producedAt: Date;
  readonly responses: readonly SingleResponse[];
  readonly nonce: Uint8Array | undefined;
  readonly certificates: readonly Certificate[];
}

interface RevocationList extends SignedStructure {
  readonly issuer: Uint8Array;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  readonly rows: Asn1Node | undefined;
  readonly extensions: ReadonlyMap<string, Extension>;
}

const parsedResponses = new ParseCache(parseResponse);
const parsedLists = new ParseCache(parseList);
const knownSigners = new WeakMap<SignedStructure, Map<Certificate, boolean>>();

/** OCSPResponse (RFC 6960 §4.2.1); undefined when the responder refused to answer. */
function parseResponse(given: Uint8Array): BasicResponse | undefined {
  // The response may be a view of a whole file, which must not be kept alive by a cache.
  const [status, wrapped] = Asn1Node.readWhole(Uint8Array.from(given)).children();
  const basic = octetsOf(wrapped?.first()?.children()[1]);
  if (numberOf(status) !== 0 || basic === undefined) return undefined;
  const [data, algorithm, signature, certificates] = Asn1Node.readWhole(basic).children();
  if (data === undefined) throw new Asn1Error('malformed response');
  const fields = data.children().filter((field, i) => !(i === 0 && field.isTagged(0)));
  const [, producedAt, responses, extensions] = fields;
  return {
    tbs: data.encoded,
    algorithm,
    signature,
    producedAt: timeOf(producedAt),
    responses: (responses?.children() ?? []).map(parseSingle),
    nonce: extensionsOf(extensions?.first()).get('1.3.6.1.5.5.7.48.1.2')?.value,
    certificates: (certificates?.first()?.children() ?? []).map(({ encoded }) => parseCertificate(encoded)),
  };
}

function parseSingle(node: Asn1Node): SingleResponse {
  const [id, status, thisUpdate, ...optional] = node.children();
  const [algorithm, nameHash, keyHash, serialNumber] = id?.children() ?? [];
  if (status?.tagClass !== 2) throw new Asn1Error('malformed status');
  const isRevoked = status.tagNumber === 1;
  const nextUpdate = optional.find((part) => part.isTagged(0))?.first();
  return {
    digest: digestNames[algorithmOf(algorithm).oid],
    issuerNameHash: octetsOf(nameHash),
    issuerKeyHash: octetsOf(keyHash),
    serialNumber: integerBytesOf(serialNumber),
    status: status.tagNumber === 0 ? 'good' : isRevoked ? 'revoked' : 'unknown',
    revokedAt: isRevoked ? timeOf(status.first()) : undefined,
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: nextUpdate && timeOf(nextUpdate),
  };
}

/** CertificateList (RFC 5280 §5.1). */
function parseList(given: Uint8Array): RevocationList {
  const [tbs, algorithm, signature] = Asn1Node.readWhole(Uint8Array.from(given)).children();
  const fields = (tbs?.children() ?? []).filter((field, i) => !(i === 0 && field.is(TAG.integer)));
  const [, issuer, thisUpdate, ...optional] = fields;
  if (tbs === undefined || issuer === undefined) throw new Asn1Error('malformed list');
  const nextUpdate = optional.find((part) => part.is(TAG.utcTime) || part.is(TAG.generalizedTime));
  return {
    tbs: tbs.encoded,
    algorithm,
    signature,
    issuer: issuer.encoded,
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: nextUpdate && timeOf(nextUpdate),
    rows: optional.find((part) => part.is(TAG.sequence)),
    extensions: extensionsOf(optional.find((part) => part.isTagged(0))?.first()),
  };
}

const isEqual = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && Buffer.compare(a, b) === 0;

/** Verifies the signature of a response or list once for each possible signer. */
function isSignedBy(structure: SignedStructure, signer: Certificate): boolean {
  const known = knownSigners.get(structure) ?? new Map<Certificate, boolean>();
  knownSigners.set(structure, known);
  const answer = known.get(signer);
  if (answer !== undefined) return answer;
  const { tbs, algorithm, signature } = structure;
  const isRight = verifyStructure(tbs, algorithm, signature, signer.publicKey);
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
    const single = basic?.responses.find((each) => isAbout(each, certificate, issuer));
    if (basic === undefined || single === undefined) return undefined;
    // A delegate that came along first: the authority's own, longer key would be tried in vain.
    const signer = [...basic.certificates, issuer]
      .filter((candidate) => mayAnswerFor(candidate, issuer, basic.producedAt))
      .find((candidate) => isSignedBy(basic, candidate));
    if (signer === undefined) return undefined;
    return {
      source: 'ocsp',
      status: single.status,
      thisUpdate: single.thisUpdate,
      nextUpdate: single.nextUpdate,
      ...(single.revokedAt ? { revokedAt: single.revokedAt } : {}),
      ...(isSameCertificate(signer, issuer) ? {} : { responder: signer }),
      nonce: basic.nonce,
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

function isAbout(id: SingleResponse, certificate: Certificate, issuer: Certificate): boolean {
  const { digest } = id;
  if (digest === undefined || !isEqual(id.serialNumber, Buffer.from(certificate.serialNumber, 'hex')))
    return false;
  const hash = (bytes: Uint8Array): Uint8Array => createHash(digest).update(bytes).digest();
  return (
    isEqual(id.issuerKeyHash, hash(issuer.subjectPublicKey)) &&
    isEqual(id.issuerNameHash, hash(issuer.subjectDer))
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
    if (!isEqual(list.issuer, issuer.subjectDer)) return undefined;
    if (issuer.keyUsage !== undefined && !(issuer.keyUsage & KEY_USAGE.crlSign)) return undefined;
    const allowed = new Set(['2.5.29.35', '2.5.29.20']);
    if ([...list.extensions].some(([oid, { isCritical }]) => isCritical && !allowed.has(oid)))
      return undefined;
    if (!isSignedBy(list, issuer)) return undefined;
    const revokedAt = revocationIn(list, certificate);
    return {
      source: 'crl',
      status: revokedAt === undefined ? 'good' : 'revoked',
      thisUpdate: list.thisUpdate,
      nextUpdate: list.nextUpdate,
      ...(revokedAt ? { revokedAt } : {}),
      der,
    };
  } catch {
    return undefined;
  }
}

function revocationIn({ rows }: RevocationList, certificate: Certificate): Date | undefined {
  const wanted = withoutLeadingZeros(Buffer.from(certificate.serialNumber, 'hex'));
  // A list may have hundreds of thousands of rows: only the row with the serial number is taken apart.
  for (const row of rows ?? []) {
    const serialNumber = integerBytesOf(row.first());
    if (serialNumber === undefined) throw new Asn1Error('malformed row');
    if (isEqual(withoutLeadingZeros(serialNumber), wanted)) return timeOf(row.children()[1]);
  }
  return undefined;
}

/** An issuer that writes one number in two ways must not hide a revocation. */
const withoutLeadingZeros = (bytes: Uint8Array): Uint8Array => {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  return bytes.subarray(start);
};
