import type { Challenge, GuidanceCode } from '@saoy/contracts/identity';
import { guideFace, guidePose } from '@saoy/imaging/face';
import { cosineSimilarity, type FaceMatcher, type FaceObservation, type ModelCard } from '../faces/index.ts';
import {
  advanceLiveness,
  beginLiveness,
  type FrameMetrics,
  failLiveness,
  type Liveness,
  livenessLimits,
  passTime,
} from './liveness.ts';

/** One live frame as the kiosk sends it; not mirrored, so that the person's left is the right of the picture. */
export interface LiveFrame {
  readonly jpeg: Uint8Array;
  readonly sequence: number;
  /** By the kiosk's clock, which is kept in step with the server's. */
  readonly capturedAtMs: number;
  readonly nonce: string;
}

/** One try of the face check: the rules' state and who was seen; holds embeddings, never a picture. */
export interface FaceTry {
  liveness: Liveness;
  guidance: GuidanceCode;
  /** Embeddings of faces looking at the camera; the first one is who all others must be. */
  readonly frontal: Float32Array[];
  lastEmbeddedAtMs: number;
  /** Passive liveness of frontal frames, 0–1. */
  readonly scores: number[];
  lastScoredAtMs: number;
  /** Since when the matcher has had no room for the frames; the person's time stands still meanwhile. */
  heldSinceMs: number | null;
}

/** Between two checks that it still is the same person. */
const embedEveryMs = 400;
const mostFrontal = 24;
/** Between two looks of the passive network, which costs as much as all others together. */
const scoreEveryMs = 1_000;
const mostScores = 16;

export const beginTry = (challenges: readonly Challenge[], nowMs: number): FaceTry => ({
  liveness: beginLiveness(challenges, nowMs),
  guidance: 'no-face',
  frontal: [],
  lastEmbeddedAtMs: Number.NEGATIVE_INFINITY,
  scores: [],
  lastScoredAtMs: Number.NEGATIVE_INFINITY,
  heldSinceMs: null,
});

/** Judges a frame and remembers what it says. Fails as FaceMatcher.observe, without counting the frame. */
export const judgeFrame = async (
  attempt: FaceTry,
  { jpeg, capturedAtMs }: LiveFrame,
  matcher: FaceMatcher,
): ReturnType<FaceMatcher['observe']> => {
  const isDue = capturedAtMs - attempt.lastEmbeddedAtMs >= embedEveryMs;
  const isScoreDue =
    attempt.scores.length < mostScores && capturedAtMs - attempt.lastScoredAtMs >= scoreEveryMs;
  const observed = await matcher.observe(jpeg, { search: 'live', embed: isDue, scoreLiveness: isScoreDue });
  if (!observed.ok) return observed;
  const { faces } = observed.value;
  attempt.guidance = guideFace(faces, observed.value);
  const face = faces[0];
  if (!face || attempt.guidance !== 'ok') {
    attempt.liveness = passTime(attempt.liveness, capturedAtMs);
    return observed;
  }
  if (attempt.liveness.phase === 'settle' && guidePose(face) === 'face-covered') {
    // Somebody masked would do all the movements only to be told that they are not the person of the card.
    attempt.guidance = 'face-covered';
    attempt.liveness = passTime(attempt.liveness, capturedAtMs);
    return observed;
  }
  const before = attempt.liveness;
  const metrics = metricsOf(observed.value, capturedAtMs);
  attempt.liveness = advanceLiveness(before, metrics);
  const isTurningPoint = attempt.liveness.phase !== before.phase || attempt.liveness.done !== before.done;
  // The frame that decides a movement must itself show the same person.
  let { embedding } = observed.value;
  if (embedding === null && isTurningPoint) {
    const again = await matcher.observe(jpeg, { search: 'live', embed: true });
    if (!again.ok) {
      attempt.liveness = before;
      return again;
    }
    embedding = again.value.embedding;
  }
  if (embedding) {
    attempt.lastEmbeddedAtMs = capturedAtMs;
    rememberPerson(attempt, embedding, metrics, matcher.card);
  }
  const { passiveLiveness } = observed.value;
  if (passiveLiveness !== null && Math.abs(metrics.yaw) <= livenessLimits.frontalYaw) {
    attempt.lastScoredAtMs = capturedAtMs;
    attempt.scores.push(passiveLiveness);
  }
  if (attempt.liveness.state === 'collecting' && attempt.liveness.phase === 'settle') {
    const pose = guidePose(face);
    attempt.guidance = pose === 'ok' ? 'hold-still' : pose;
  }
  return observed;
};

const metricsOf = ({ faces, widthPx }: FaceObservation, atMs: number): FrameMetrics => ({
  atMs,
  yaw: faces[0]?.yaw ?? 0,
  pitch: faces[0]?.pitch ?? 0,
  eyeOpenness: faces[0]?.eyeOpenness ?? 0,
  eyesOpenProbability: faces[0]?.eyesOpenProbability ?? 0,
  scale: (faces[0]?.eyeDistancePx ?? 0) / widthPx,
});

const rememberPerson = (
  attempt: FaceTry,
  embedding: Float32Array,
  metrics: FrameMetrics,
  { sameSitting }: ModelCard,
): void => {
  const isFrontal = Math.abs(metrics.yaw) <= livenessLimits.frontalYaw && attempt.liveness.phase !== 'return';
  const first = attempt.frontal[0];
  const least = isFrontal ? sameSitting.frontal : sameSitting.turned;
  if (first && cosineSimilarity(first, embedding) < least) {
    attempt.liveness = failLiveness(attempt.liveness, 'different-person');
    return;
  }
  if (isFrontal && attempt.frontal.length < mostFrontal) attempt.frontal.push(embedding);
};

/** The median similarity of the frontal frames with the portrait: one lucky frame decides nothing. */
export const similarityToPortrait = (attempt: FaceTry, portrait: Float32Array): number => {
  const values = attempt.frontal
    .map((embedding) => cosineSimilarity(embedding, portrait))
    .sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? -1;
};

/** The median passive score of the try, or null when the engine gives none. */
export const passiveScoreOf = ({ scores }: FaceTry): number | null =>
  scores.toSorted((a, b) => a - b)[Math.floor(scores.length / 2)] ?? null;
