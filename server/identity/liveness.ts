import type { Challenge } from '@saoy/contracts/identity';
import { areEyesOpen } from '@saoy/imaging/face';

/** What the rules need to know of one good frame; angles in degrees as in HeadPose. */
export interface FrameMetrics {
  readonly atMs: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly eyeOpenness: number;
  readonly eyesOpenProbability: number;
  /** Eye distance as a share of the frame's width. */
  readonly scale: number;
}

export type LivenessFailure = 'timeout' | 'wrong-movement' | 'replayed' | 'different-person';

interface Baseline {
  readonly yaw: number;
  readonly pitch: number;
  readonly eyeOpenness: number;
  readonly scale: number;
}

/** One try at a sequence of challenges: hold still, do the movement, come back; for each challenge in turn. */
export interface Liveness {
  readonly challenges: readonly Challenge[];
  readonly done: number;
  readonly phase: 'settle' | 'move' | 'return';
  readonly begunAtMs: number;
  /** When the present challenge was issued, once the person held still; only frames captured later count. */
  readonly issuedAtMs: number | null;
  readonly settled: readonly FrameMetrics[];
  readonly baseline: Baseline | null;
  readonly last: FrameMetrics | null;
  /** 0–1 within the present challenge. */
  readonly progress: number;
  readonly state: 'collecting' | 'passed' | 'failed';
  readonly failure: LivenessFailure | null;
}

export const livenessLimits = {
  /** Time for one challenge, from its issue. */
  challengeMs: 12_000,
  /** Time for the whole try, from its first frame. */
  tryMs: 75_000,
  framesToSettle: 3,
  /** Between looks the person must not have been away longer. */
  mostGapMs: 1_500,
  frontalYaw: 13,
  turnYaw: 14,
  wrongTurnYaw: 17,
  nodPitch: 8,
  wrongNodPitch: 14,
  returnYaw: 7,
  returnPitch: 5,
  /** Of the person's own open eyes. */
  closedShare: 0.8,
  closedProbability: 0.6,
  openShare: 0.87,
  closerShare: 1.25,
  wrongCloserShare: 1.4,
  /** More than a head turns between two frames: the picture was exchanged. */
  mostYawJump: 35,
} as const;

export const beginLiveness = (challenges: readonly Challenge[], nowMs: number): Liveness => ({
  challenges,
  done: 0,
  phase: 'settle',
  begunAtMs: nowMs,
  issuedAtMs: null,
  settled: [],
  baseline: null,
  last: null,
  progress: 0,
  state: 'collecting',
  failure: null,
});

export const failLiveness = (liveness: Liveness, failure: LivenessFailure): Liveness => ({
  ...liveness,
  state: 'failed',
  failure,
});

/** Takes a moment in which no frame could be judged: only time passes. */
export const passTime = (liveness: Liveness, atMs: number): Liveness => {
  if (liveness.state !== 'collecting') return liveness;
  const isLate =
    atMs - liveness.begunAtMs > livenessLimits.tryMs ||
    (liveness.issuedAtMs !== null && atMs - liveness.issuedAtMs > livenessLimits.challengeMs);
  return isLate ? failLiveness(liveness, 'timeout') : liveness;
};

/** Takes time out in which nobody looked at the person's frames. */
export const holdTime = (liveness: Liveness, ms: number): Liveness => ({
  ...liveness,
  begunAtMs: liveness.begunAtMs + ms,
  issuedAtMs: liveness.issuedAtMs === null ? null : liveness.issuedAtMs + ms,
});

/** Judges one good frame. Pure: the same frames always give the same verdict. */
export const advanceLiveness = (liveness: Liveness, frame: FrameMetrics): Liveness => {
  const timed = passTime(liveness, frame.atMs);
  if (timed.state !== 'collecting') return timed;
  const seen = { ...timed, last: frame };
  if (isInterrupted(timed.last, frame)) return restart(seen);
  switch (timed.phase) {
    case 'settle':
      return settle(seen, frame);
    case 'move':
      return watchMovement(seen, frame);
    case 'return':
      return watchReturn(seen, frame);
  }
};

const restart = (liveness: Liveness): Liveness => ({
  ...liveness,
  phase: 'settle',
  settled: [],
  baseline: null,
  progress: 0,
});

const isInterrupted = (last: FrameMetrics | null, frame: FrameMetrics): boolean =>
  last !== null &&
  (frame.atMs - last.atMs > livenessLimits.mostGapMs ||
    Math.abs(frame.yaw - last.yaw) > livenessLimits.mostYawJump ||
    frame.scale > last.scale * 1.5 ||
    frame.scale < last.scale / 1.5);

const settle = (liveness: Liveness, frame: FrameMetrics): Liveness => {
  const settled = [...liveness.settled, frame].slice(-livenessLimits.framesToSettle);
  if (settled.length < livenessLimits.framesToSettle || !isStill(settled)) return { ...liveness, settled };
  return {
    ...liveness,
    settled,
    phase: 'move',
    issuedAtMs: liveness.issuedAtMs ?? frame.atMs,
    baseline: {
      yaw: median(settled.map((one) => one.yaw)),
      pitch: median(settled.map((one) => one.pitch)),
      eyeOpenness: median(settled.map((one) => one.eyeOpenness)),
      scale: median(settled.map((one) => one.scale)),
    },
  };
};

const isStill = (frames: readonly FrameMetrics[]): boolean => {
  const spread = (values: number[]): number => Math.max(...values) - Math.min(...values);
  const scales = frames.map((frame) => frame.scale);
  return (
    frames.every((frame) => Math.abs(frame.yaw) <= livenessLimits.frontalYaw) &&
    frames.every(areEyesOpen) &&
    spread(frames.map((frame) => frame.yaw)) < 6 &&
    spread(frames.map((frame) => frame.pitch)) < 6 &&
    spread(scales) < 0.08 * Math.max(...scales)
  );
};

const watchMovement = (liveness: Liveness, frame: FrameMetrics): Liveness => {
  const { baseline } = liveness;
  const challenge = liveness.challenges[liveness.done];
  if (!baseline || !challenge) return liveness;
  if (isWrongMovement(challenge, baseline, frame)) return failLiveness(liveness, 'wrong-movement');
  const progress = movementShare(challenge, baseline, frame);
  if (progress < 1) return { ...liveness, progress: Math.max(liveness.progress, progress * 0.8) };
  // Who came closer may stay there: the next challenge measures from a new baseline.
  if (challenge === 'come-closer') return completeChallenge(liveness);
  return { ...liveness, phase: 'return', progress: 0.8 };
};

/** How much of the movement asked for is seen; 1 or more is enough. */
const movementShare = (challenge: Challenge, baseline: Baseline, frame: FrameMetrics): number => {
  const turn = frame.yaw - baseline.yaw;
  switch (challenge) {
    case 'turn-left':
      return turn / livenessLimits.turnYaw;
    case 'turn-right':
      return -turn / livenessLimits.turnYaw;
    case 'nod':
      return Math.abs(turn) < livenessLimits.turnYaw
        ? (frame.pitch - baseline.pitch) / livenessLimits.nodPitch
        : 0;
    case 'blink':
      return areEyesClosed(baseline, frame) ? 1 : 0;
    case 'come-closer':
      return (frame.scale / baseline.scale - 1) / (livenessLimits.closerShare - 1);
  }
};

const areEyesClosed = (baseline: Baseline, frame: FrameMetrics): boolean =>
  frame.eyeOpenness < livenessLimits.closedShare * baseline.eyeOpenness &&
  frame.eyesOpenProbability < livenessLimits.closedProbability;

/**
 * A recording that shows every movement in turn would pass if other movements were overlooked, so they end the try.
 * Blinking is not counted: people cannot help it.
 */
const isWrongMovement = (challenge: Challenge, baseline: Baseline, frame: FrameMetrics): boolean => {
  const turn = frame.yaw - baseline.yaw;
  if (turn > livenessLimits.wrongTurnYaw && challenge !== 'turn-left') return true;
  if (turn < -livenessLimits.wrongTurnYaw && challenge !== 'turn-right') return true;
  if (challenge !== 'come-closer' && frame.scale > livenessLimits.wrongCloserShare * baseline.scale)
    return true;
  return (
    challenge !== 'nod' && Math.abs(turn) < 6 && frame.pitch - baseline.pitch > livenessLimits.wrongNodPitch
  );
};

const watchReturn = (liveness: Liveness, frame: FrameMetrics): Liveness => {
  const { baseline } = liveness;
  if (!baseline) return liveness;
  const isBack =
    Math.abs(frame.yaw - baseline.yaw) < livenessLimits.returnYaw &&
    frame.pitch - baseline.pitch < livenessLimits.returnPitch &&
    frame.eyeOpenness > livenessLimits.openShare * baseline.eyeOpenness;
  return isBack ? completeChallenge(liveness) : liveness;
};

const completeChallenge = (liveness: Liveness): Liveness => {
  const done = liveness.done + 1;
  const isLast = done === liveness.challenges.length;
  return {
    ...restart(liveness),
    done,
    issuedAtMs: null,
    progress: isLast ? 1 : 0,
    state: isLast ? 'passed' : 'collecting',
  };
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
