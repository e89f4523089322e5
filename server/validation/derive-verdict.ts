import type { SignatureReport, SubIndication, Verdict } from '@saoy/contracts/validation-report';
import type { TimeStampFacts } from './cms/time-stamp-token.ts';
import type { SecurityStore } from './pdf/security-store.ts';
import type { SignatureFacts } from './signature-facts.ts';
import { type Certificate, EXTENDED_KEY_USAGE, KEY_USAGE, parseCertificate } from './x509/certificate.ts';
import { type CertificatePath, findCertificatePath } from './x509/certificate-path.ts';
import { checkPathRevocation } from './x509/path-revocation.ts';
import type { RevocationEvidence } from './x509/revocation-evidence.ts';

/** Whom to trust, and when. */
export interface TrustContext {
  readonly anchors: readonly Certificate[];
  readonly at: Date;
  /** Certificates and revocation data from the file and from the caller. */
  readonly certificates: readonly Certificate[];
  readonly evidence: RevocationEvidence;
  /** The security store of the whole file, which decides between B-T and B-LT. */
  readonly store: SecurityStore | undefined;
}

/** Clocks of authorities and verifiers differ. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

interface Judgement {
  readonly verdict: Verdict;
  readonly subIndication: SubIndication | null;
}
const PASSED: Judgement = { verdict: 'TOTAL-PASSED', subIndication: null };
const failed = (subIndication: SubIndication): Judgement => ({ verdict: 'TOTAL-FAILED', subIndication });
const undecided = (subIndication: SubIndication): Judgement => ({ verdict: 'INDETERMINATE', subIndication });

/**
 * Derives the verdicts of all signatures of a file (EN 319 102-1 §5.6): from the newest document time-stamp, judged at
 * the checking time, back to the oldest; each that passes proves the existence of everything below it.
 */
export function deriveVerdicts(facts: readonly SignatureFacts[], context: TrustContext): SignatureReport[] {
  const reports = new Map<SignatureFacts, SignatureReport>();
  let proof: Date | undefined;
  const passedTimeStamps: SignatureFacts[] = [];
  for (const item of facts.toReversed()) {
    if (item.kind === 'docTimeStamp') {
      const judgement = judgeIntegrity(item) ?? judgeTimeStamp(item.token!, proof, context);
      reports.set(item, report(item, judgement, { provenTime: item.token?.genTime, level: null }));
      if (judgement.verdict === 'TOTAL-PASSED') {
        proof = item.token!.genTime;
        passedTimeStamps.push(item);
      }
    } else {
      reports.set(item, judgeSignature(item, proof, passedTimeStamps, context));
    }
  }
  return facts.map((item) => reports.get(item)!);
}

function report(
  facts: SignatureFacts,
  judgement: Judgement,
  more: { readonly provenTime: Date | undefined; readonly level: SignatureReport['level'] },
): SignatureReport {
  return {
    field: facts.field,
    kind: facts.kind,
    ...judgement,
    signer: facts.cms?.signer?.commonName ?? null,
    provenTime: more.provenTime?.toISOString() ?? null,
    level: more.level,
    coversWholeFile: facts.coversWholeFile,
    laterChanges: [...facts.laterChanges],
    weaknesses: [...new Set([...(facts.cms?.weaknesses ?? []), ...(facts.token?.weaknesses ?? [])])],
  };
}

/** What no trust can heal; undefined when all of it is in order. */
function judgeIntegrity(facts: SignatureFacts): Judgement | undefined {
  if (facts.formatProblem !== undefined || facts.cms === undefined) return failed('FORMAT_FAILURE');
  if (!facts.isDocumentIntact) return failed('HASH_FAILURE');
  if (facts.cms.signer === undefined) return undecided('NO_SIGNING_CERTIFICATE_FOUND');
  if (!facts.cms.isSignatureRight) return failed('SIG_CRYPTO_FAILURE');
  if (facts.cms.isSigningCertificateRight === false) return failed('SIG_CRYPTO_FAILURE');
  if (facts.token && !facts.token.isTokenRight) return failed('SIG_CRYPTO_FAILURE');
  if (facts.laterChanges.some(({ isPermitted }) => !isPermitted)) return failed('DOCUMENT_MODIFIED');
  const weaknesses = [...facts.cms.weaknesses, ...(facts.token?.weaknesses ?? [])];
  if (weaknesses.length > 0) return undecided('CRYPTO_CONSTRAINTS_FAILURE');
  return undefined;
}

function judgePath(path: CertificatePath, hasProof: boolean): Judgement | undefined {
  switch (path.problem) {
    case undefined:
      return undefined;
    case 'no-chain':
      return undecided('NO_CERTIFICATE_CHAIN_FOUND');
    case 'constraints':
      return undecided('CHAIN_CONSTRAINTS_FAILURE');
    case 'expired':
      return hasProof ? failed('EXPIRED') : undecided('OUT_OF_BOUNDS_NO_POE');
    case 'not-yet-valid':
      return hasProof ? failed('NOT_YET_VALID') : undecided('OUT_OF_BOUNDS_NO_POE');
  }
}

/**
 * Judges a time-stamp that existed before `proof` (or only now). Its authority must be valid at that moment, and
 * revocation data must speak for the moment of stamping. A revoked authority proves nothing unless a later stamp does.
 */
function judgeTimeStamp(token: TimeStampFacts, proof: Date | undefined, context: TrustContext): Judgement {
  const at = proof ?? context.at;
  if (token.genTime.getTime() > at.getTime() + CLOCK_TOLERANCE_MS)
    return undecided('TIMESTAMP_ORDER_FAILURE');
  const pool = [...token.certificates, ...context.certificates];
  const path = findCertificatePath(token.signer!, pool, context.anchors, at);
  const problem = judgePath(path, false);
  if (problem) return problem;
  if (token.genTime < token.signer!.notBefore) return failed('NOT_YET_VALID');
  const evidence = withCms(context.evidence, token.cms);
  const atProof = checkPathRevocation(path.certificates, evidence, at, context.at);
  if (atProof.status === 'revoked') return undecided('REVOKED_NO_POE');
  const atStamping = checkPathRevocation(path.certificates, evidence, token.genTime, context.at);
  return atStamping.status === 'good' ? PASSED : undecided('TRY_LATER');
}

function judgeSignature(
  facts: SignatureFacts,
  laterProof: Date | undefined,
  laterTimeStamps: readonly SignatureFacts[],
  context: TrustContext,
): SignatureReport {
  const integrity = judgeIntegrity(facts);
  if (integrity) return report(facts, integrity, { provenTime: undefined, level: null });
  const cms = facts.cms!;
  const stamps = facts.signatureTimeStamps.map((token) => ({
    token,
    judgement: token ? judgeTimeStamp(token, laterProof, context) : undecided('SIG_CONSTRAINTS_FAILURE'),
  }));
  const passed = stamps.flatMap(({ token, judgement }) =>
    token && judgement.verdict === 'TOTAL-PASSED' ? [token] : [],
  );
  const times = [...passed.map(({ genTime }) => genTime), ...(laterProof ? [laterProof] : [])];
  const provenTime = times.sort((a, b) => a.getTime() - b.getTime())[0];
  const moment = provenTime ?? context.at;
  const path = findCertificatePath(
    cms.signer!,
    [...cms.certificates, ...context.certificates],
    context.anchors,
    moment,
  );
  const judgement = ((): Judgement => {
    const problem = judgePath(path, provenTime !== undefined);
    if (problem) return problem;
    if (!maySignDocuments(cms.signer!)) return undecided('CHAIN_CONSTRAINTS_FAILURE');
    const revocation = checkPathRevocation(
      path.certificates,
      withCms(context.evidence, cms),
      moment,
      context.at,
    );
    if (revocation.status === 'revoked') return provenTime ? failed('REVOKED') : undecided('REVOKED_NO_POE');
    if (revocation.status === 'unknown') return undecided('TRY_LATER');
    const badStamp = stamps.find(({ judgement: { verdict } }) => verdict !== 'TOTAL-PASSED');
    if (badStamp && passed.length === 0) return badStamp.judgement;
    return PASSED;
  })();
  const level = levelOf({ facts, path, passed, laterTimeStamps, context, moment });
  return report(facts, judgement, { provenTime, level });
}

/** A certificate for machines or authorities may not sign documents. */
function maySignDocuments(signer: Certificate): boolean {
  const { keyUsage, extendedKeyUsages } = signer;
  if (signer.isCa) return false;
  if (keyUsage !== undefined && !(keyUsage & (KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation)))
    return false;
  const machineOnly: string[] = Object.values(EXTENDED_KEY_USAGE);
  return (
    extendedKeyUsages === undefined || extendedKeyUsages.some((purpose) => !machineOnly.includes(purpose))
  );
}

const withCms = (
  evidence: RevocationEvidence,
  cms: { readonly ocspResponses: readonly Uint8Array[]; readonly crls: readonly Uint8Array[] },
): RevocationEvidence => ({
  ocspResponses: [...evidence.ocspResponses, ...cms.ocspResponses],
  crls: [...evidence.crls, ...cms.crls],
});

/** PAdES baseline level (EN 319 142-1 §6): what the file itself carries, whatever the caller adds. */
function levelOf(input: {
  readonly facts: SignatureFacts;
  readonly path: CertificatePath;
  readonly passed: readonly TimeStampFacts[];
  readonly laterTimeStamps: readonly SignatureFacts[];
  readonly context: TrustContext;
  readonly moment: Date;
}): SignatureReport['level'] {
  const { facts, path, passed, laterTimeStamps, context } = input;
  const cms = facts.cms!;
  const isBaseline =
    facts.subFilter === 'ETSI.CAdES.detached' &&
    cms.isSigningCertificateRight === true &&
    !cms.hasSigningTime;
  if (!isBaseline) return null;
  if (passed.length === 0 && laterTimeStamps.length === 0) return 'B-B';
  const isComplete = (store: SecurityStore | undefined): boolean => {
    if (store === undefined || path.problem !== undefined) return false;
    const pool = [...store.certificates.flatMap(tryParse), ...cms.certificates];
    const paths = [
      { path, time: input.moment },
      ...passed.map((token) => ({
        path: findCertificatePath(
          token.signer!,
          [...pool, ...token.certificates],
          context.anchors,
          token.genTime,
        ),
        time: token.genTime,
      })),
    ];
    return paths.every(
      ({ path: { certificates, problem }, time }) =>
        problem === undefined && checkPathRevocation(certificates, store, time, context.at).status === 'good',
    );
  };
  if (laterTimeStamps.some(({ coveredStore }) => isComplete(coveredStore))) return 'B-LTA';
  return isComplete(context.store) ? 'B-LT' : 'B-T';
}

/** Certificates of a security store; damaged ones are left out. */
export function tryParse(der: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch {
    return [];
  }
}
