import type { SignatureReport, TimeStampReport } from '@saoy/contracts/validation-report';
import { baselineLevelOf } from './baseline-level.ts';
import type { TimeStampFacts } from './cms/time-stamp-token.ts';
import { type CertificateFindings, judgeCertificate } from './judge-certificate.ts';
import { judgeIntegrity } from './judge-integrity.ts';
import { judgeTimeStamp, type TimeStampFindings, withEvidenceOf } from './judge-time-stamp.ts';
import { hasPassed, type Judgement, PASSED, type TrustContext, undecided } from './judgement.ts';
import { isFilledLater, sentenceFor } from './sentences.ts';
import type { SignatureFacts } from './signature-facts.ts';
import { couldRelyOn } from './x509/algorithm-strength.ts';

/** What the time-stamps in and above a signature prove. */
interface TimeProofs {
  readonly integrity: Judgement | undefined;
  /** Newest document time-stamp that passed above it: nothing below can be younger. */
  readonly laterProof: Date | undefined;
  readonly laterTimeStamps: readonly SignatureFacts[];
  readonly stamps: readonly { readonly token: TimeStampFacts | undefined; readonly judgement: Judgement }[];
  /** For a document time-stamp: its own findings. */
  readonly own: TimeStampFindings | undefined;
}

/**
 * Derives the verdicts of all signatures of a file (EN 319 102-1 §5.6): time-stamps first, from the newest document
 * time-stamp, judged at the checking time, back to the oldest; each that passes proves the existence of everything
 * below it. Then the signatures, each at the earliest time for which there is a proof.
 */
export function deriveVerdicts(facts: readonly SignatureFacts[], context: TrustContext): SignatureReport[] {
  const proofs = proveTimes(facts, context);
  let createdAfter: Date | undefined;
  return facts.map((item, i) => {
    const proof = proofs[i]!;
    const report =
      item.kind === 'docTimeStamp'
        ? reportTimeStamp(item, proof)
        : reportSignature(item, proof, createdAfter, context);
    // Whatever is signed later covers these time-stamps, so it is younger than they are.
    const times = [
      ...(proof.own && hasPassed(proof.own.judgement) ? [item.token!.genTime] : []),
      ...passedTokens(proof).map(({ genTime }) => genTime),
    ];
    for (const time of times) if (createdAfter === undefined || time > createdAfter) createdAfter = time;
    return report;
  });
}

function proveTimes(facts: readonly SignatureFacts[], context: TrustContext): TimeProofs[] {
  let laterProof: Date | undefined;
  let laterTimeStamps: readonly SignatureFacts[] = [];
  const proofs = facts.toReversed().map((item): TimeProofs => {
    const integrity = judgeIntegrity(item);
    const known = { integrity, laterProof, laterTimeStamps };
    if (integrity !== undefined) return { ...known, stamps: [], own: undefined };
    if (item.kind === 'signature') {
      const stamps = item.signatureTimeStamps.map((token) => ({
        token,
        judgement: token
          ? judgeTimeStamp(token, laterProof, context).judgement
          : undecided('SIG_CONSTRAINTS_FAILURE'),
      }));
      return { ...known, stamps, own: undefined };
    }
    const own = judgeTimeStamp(item.token!, laterProof, context);
    if (hasPassed(own.judgement)) {
      laterProof = item.token!.genTime;
      laterTimeStamps = [...laterTimeStamps, item];
    }
    return { ...known, stamps: [], own };
  });
  return proofs.toReversed();
}

const passedTokens = ({ stamps }: TimeProofs): TimeStampFacts[] =>
  stamps.flatMap(({ token, judgement }) => (token && hasPassed(judgement) ? [token] : []));

function reportTimeStamp(facts: SignatureFacts, proof: TimeProofs): SignatureReport {
  const { own } = proof;
  return {
    ...reportOf(facts, proof.integrity ?? own?.judgement ?? PASSED),
    provenTime: own && hasPassed(own.judgement) ? facts.token!.genTime.toISOString() : null,
    claimedTime: facts.token?.genTime.toISOString() ?? null,
    ...(own
      ? {
          facts: {
            ...integrityFacts(facts),
            certificatePath: own.path ? (own.path.problem ?? 'trusted') : 'not-checked',
            revocation: own.revocation?.status ?? 'not-checked',
            revokedAt: own.revocation?.revokedAt?.toISOString() ?? null,
          },
        }
      : {}),
  };
}

function reportSignature(
  facts: SignatureFacts,
  proof: TimeProofs,
  createdAfter: Date | undefined,
  context: TrustContext,
): SignatureReport {
  if (proof.integrity) return reportOf(facts, proof.integrity);
  const cms = facts.cms!;
  const passed = passedTokens(proof);
  const times = [...passed.map(({ genTime }) => genTime), ...(proof.laterProof ? [proof.laterProof] : [])];
  const provenTime = times.sort((a, b) => a.getTime() - b.getTime())[0];
  const findings = judgeCertificate(
    {
      signer: cms.signer!,
      intermediates: [...cms.certificates, ...context.certificates],
      evidence: withEvidenceOf(cms, context.evidence),
      provenTime,
      createdAfter,
    },
    context,
  );
  const level = baselineLevelOf(
    {
      facts,
      path: findings.path,
      passed,
      laterTimeStamps: proof.laterTimeStamps,
      moment: provenTime ?? context.at,
    },
    context,
  );
  const report = reportOf(facts, judgeSignature(facts, proof, findings, provenTime));
  return {
    ...report,
    provenTime: provenTime?.toISOString() ?? null,
    level,
    weaknesses: [...new Set([...report.weaknesses, ...findings.weaknesses])],
    facts: {
      ...integrityFacts(facts),
      certificatePath: findings.pathFact,
      revocation: findings.revocation,
      revokedAt: findings.revokedAt?.toISOString() ?? null,
    },
    timeStamps: proof.stamps.map(
      ({ token, judgement }): TimeStampReport => ({
        ...judgement,
        time: token?.genTime.toISOString() ?? null,
        authority: token?.signer?.commonName ?? null,
      }),
    ),
  };
}

function judgeSignature(
  facts: SignatureFacts,
  { stamps }: TimeProofs,
  findings: CertificateFindings,
  provenTime: Date | undefined,
): Judgement {
  if (facts.cms!.weaknesses.some((weakness) => !couldRelyOn(weakness, provenTime)))
    return undecided('CRYPTO_CONSTRAINTS_FAILURE');
  if (!hasPassed(findings.judgement)) return findings.judgement;
  const bad = stamps.find(({ judgement }) => !hasPassed(judgement));
  return bad && stamps.every(({ judgement }) => !hasPassed(judgement)) ? bad.judgement : PASSED;
}

/** The report as far as it does not depend on trust. */
function reportOf(facts: SignatureFacts, judgement: Judgement): SignatureReport {
  const { cms, token } = facts;
  const weaknesses = [
    ...(cms?.weaknesses ?? []),
    ...(cms?.unknownAlgorithms ?? []),
    ...(token?.weaknesses ?? []),
    ...(facts.unsupported === undefined ? [] : [facts.unsupported]),
    ...(facts.isHybrid ? ['hybrid cross-reference'] : []),
  ];
  return {
    field: facts.field,
    kind: facts.kind,
    ...judgement,
    sentence: sentenceFor(judgement.verdict, judgement.subIndication, {
      kind: facts.kind,
      isFilled: isFilledLater(facts.laterChanges),
    }),
    signer: cms?.signer?.commonName ?? null,
    provenTime: null,
    claimedTime: (cms?.signingTime ?? facts.claimedTime)?.toISOString() ?? null,
    level: null,
    coversWholeFile: facts.coversWholeFile,
    laterChanges: [...facts.laterChanges],
    weaknesses: [...new Set(weaknesses)],
    format: facts.subFilter ?? null,
    facts: integrityFacts(facts),
    timeStamps: [],
  };
}

function integrityFacts(facts: SignatureFacts): SignatureReport['facts'] {
  const { cms, token } = facts;
  const isReadable =
    facts.formatProblem === undefined && facts.unsupported === undefined && cms !== undefined;
  const isRight =
    cms?.isSignatureRight && cms.isSigningCertificateRight !== false && token?.isTokenRight !== false;
  const modification = facts.laterChanges.some(({ isPermitted }) => !isPermitted)
    ? 'forbidden'
    : facts.laterChanges.length > 0
      ? 'permitted'
      : 'none';
  const isCryptographyChecked = isReadable && cms.signer !== undefined && cms.unknownAlgorithms.length === 0;
  return {
    format: facts.formatProblem === undefined ? 'right' : 'wrong',
    formatProblem: facts.formatProblem ?? facts.unsupported ?? null,
    integrity: !isReadable ? 'not-checked' : facts.isDocumentIntact ? 'intact' : 'broken',
    cryptography: !isCryptographyChecked ? 'not-checked' : isRight ? 'right' : 'wrong',
    certificatePath: 'not-checked',
    revocation: 'not-checked',
    revokedAt: null,
    modification: facts.isHistoryKnown ? modification : 'not-checked',
  };
}
