import { fault } from '@saoy/contracts/errors';
import type { CardReading, FaceGuidance, GuidanceCode, IdentityOutcome } from '@saoy/contracts/identity';
import { err, ok, type Result } from '@saoy/contracts/result';
import { decideBySimilarity, type FaceMatcher } from '../faces/index.ts';
import { type CardPrint, crossCheckCard } from './cross-check-card.ts';
import { beginTry, judgeFrame, type LiveFrame, passiveScoreOf, similarityToPortrait } from './face-try.ts';
import { forgetBiometrics, type IdentitySession, mostTries } from './identity-session.ts';
import { isMatcherFault } from './is-matcher-fault.ts';
import { failLiveness, holdTime } from './liveness.ts';
import { isSameHolder, showsNumber } from './take-card-code.ts';

/** Of one card; what was read before the last ones may be another card. */
const MOST_SIDES = 2;
const clockSkewMs = 1_000;
/** So many frames of another stream are no late arrivals any more. */
const mostStaleFrames = 12;
/** Below it a person looks again: the median of a try; of single pictures of real people 3 in 100 fall there. */
const doubtfulPassiveScore = 0.25;

/** Adds what one side of the card says. */
export const takeReading = (
  session: IdentitySession,
  reading: CardReading,
  portrait: Float32Array | null,
  print: CardPrint | null = null,
): void => {
  for (const flag of reading.flags) session.flags.add(flag);
  if (reading.holder) {
    if (session.holder && !isSameHolder(session.holder, reading.holder)) session.flags.add('sides-disagree');
    session.holder = reading.holder;
    session.isCodeLoose = false;
  }
  if (print !== null) session.prints = [...session.prints, print].slice(-MOST_SIDES);
  if (session.holder && print !== null && showsNumber(print, session.holder)) session.isCodeLoose = false;
  for (const flag of crossCheckCard(session.holder, session.prints)) session.flags.add(flag);
  // The portrait of a genuine chip is better than any print.
  if (portrait && session.chip !== 'authentic') {
    session.portrait = portrait;
    session.isPortraitTooSmall = false;
    session.flags.delete('portrait-too-small');
  } else if (reading.isPortraitFound && !session.portrait) session.isPortraitTooSmall = true;
};

/**
 * Judges a frame unless it is of another stream; see IdentityService.addFrame. A matcher that has no room costs the person
 * neither a try nor time.
 */
export const takeFrame = async (
  session: IdentitySession,
  frame: LiveFrame,
  matcher: FaceMatcher,
  nowMs: number,
): Promise<Result<FaceGuidance>> => {
  if (session.attempt === null && session.triesUsed >= mostTries) return err(fault('identity.no-tries-left'));
  if (session.attempt && session.attempt.liveness.state !== 'collecting') return ok(guidanceOf(session));
  if (isStale(session, frame, nowMs)) {
    session.staleFrames += 1;
    const attempt = session.attempt ?? startTry(session, nowMs);
    if (session.staleFrames >= mostStaleFrames) attempt.liveness = failLiveness(attempt.liveness, 'replayed');
    attempt.guidance = 'hold-still';
    return ok(guidanceOf(session));
  }
  session.lastSequence = frame.sequence;
  session.lastCapturedAtMs = frame.capturedAtMs;
  const isFirst = session.attempt === null;
  const attempt = session.attempt ?? startTry(session, frame.capturedAtMs);
  if (attempt.heldSinceMs !== null)
    attempt.liveness = holdTime(attempt.liveness, frame.capturedAtMs - attempt.heldSinceMs);
  attempt.heldSinceMs = null;
  const judged = await judgeFrame(attempt, frame, matcher);
  if (judged.ok) return ok(guidanceOf(session));
  if (!isMatcherFault(judged.error.code)) return judged;
  if (isFirst) {
    session.attempt = null;
    session.triesUsed -= 1;
  } else attempt.heldSinceMs = frame.capturedAtMs;
  return judged;
};

const startTry = (session: IdentitySession, nowMs: number): NonNullable<IdentitySession['attempt']> => {
  session.triesUsed += 1;
  session.attempt = beginTry(session.challenges, nowMs);
  return session.attempt;
};

const isStale = (session: IdentitySession, frame: LiveFrame, nowMs: number): boolean =>
  frame.nonce !== session.nonce ||
  frame.sequence <= session.lastSequence ||
  frame.capturedAtMs <= session.lastCapturedAtMs ||
  frame.capturedAtMs < session.drawnAtMs - clockSkewMs ||
  frame.capturedAtMs > nowMs + clockSkewMs;

export const guidanceOf = (session: IdentitySession): FaceGuidance => {
  const attempt = session.attempt;
  const liveness = attempt?.liveness;
  const isAsking = liveness?.state === 'collecting' && liveness.phase !== 'settle';
  const guidance: GuidanceCode = attempt?.guidance ?? 'no-face';
  return {
    guidance,
    challenge: isAsking ? (liveness.challenges[liveness.done] ?? null) : null,
    challengesDone: liveness?.done ?? 0,
    challengesTotal: session.challenges.length,
    progress: Math.max(0, Math.min(1, liveness?.progress ?? 0)),
    state: liveness?.state ?? 'collecting',
    attemptsLeft: mostTries - session.triesUsed,
  };
};

/** Ends the present try; see IdentityService.decide. */
export const decideSession = (
  session: IdentitySession,
  matcher: FaceMatcher,
  at: Date,
): Result<IdentityOutcome> => {
  const { attempt, outcome } = session;
  // Asking again after the last word gives the same word.
  if (!attempt) return outcome ? ok(outcome) : err(fault('identity.challenge-unfinished'));
  if (attempt.liveness.state === 'collecting') return err(fault('identity.challenge-unfinished'));
  const isLivenessPassed = attempt.liveness.state === 'passed';
  if (isLivenessPassed && !session.portrait && !session.isPortraitTooSmall)
    return err(fault('identity.no-card'));
  const similarity =
    isLivenessPassed && session.portrait ? similarityToPortrait(attempt, session.portrait) : null;
  const { card } = matcher;
  const flags = new Set(session.flags);
  if (attempt.liveness.failure) flags.add(`liveness-${attempt.liveness.failure}`);
  if (!session.holder) flags.add('qr-missing');
  if (session.isCodeLoose) flags.add('code-not-on-card');
  const passiveLiveness = passiveScoreOf(attempt);
  if (passiveLiveness !== null && passiveLiveness < doubtfulPassiveScore) flags.add('liveness-doubtful');
  const decided: IdentityOutcome = {
    method: 'face',
    decision: similarity === null ? 'refer' : decideBySimilarity(similarity, card.thresholds),
    similarity,
    thresholds: { ...card.thresholds },
    model: card.id,
    isLivenessPassed,
    ...(passiveLiveness === null ? {} : { passiveLiveness: Math.round(passiveLiveness * 1000) / 1000 }),
    attemptsLeft: mostTries - session.triesUsed,
    holder: session.holder,
    chip: session.chip,
    flags: [...flags].sort(),
    decidedAt: at.toISOString(),
  };
  session.outcome = decided;
  const isFinal = decided.decision === 'match' || decided.attemptsLeft === 0;
  for (const embedding of attempt.frontal) embedding.fill(0);
  session.attempt = null;
  if (isFinal) {
    forgetBiometrics(session);
    session.triesUsed = mostTries;
  }
  return ok(decided);
};
