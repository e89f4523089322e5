import type { Challenge } from '@saoy/contracts/identity';
import { describe, expect, it } from 'vitest';
import {
  advanceLiveness,
  beginLiveness,
  type FrameMetrics,
  type Liveness,
  livenessLimits,
  passTime,
} from './liveness.ts';

type Look = Partial<Omit<FrameMetrics, 'atMs'>>;
const ahead: Look = { yaw: 1, pitch: 3, eyeOpenness: 0.35, eyesOpenProbability: 0.98, scale: 0.14 };
const movements: Record<Challenge, Look> = {
  'turn-left': { yaw: 20 },
  'turn-right': { yaw: -20 },
  nod: { pitch: 14 },
  blink: { eyeOpenness: 0.2, eyesOpenProbability: 0.1 },
  'come-closer': { scale: 0.19 },
};
const allChallenges = Object.keys(movements) as Challenge[];

/** Plays looks at 10 frames a second. */
const play = (liveness: Liveness, looks: readonly Look[], fromMs = 0, stepMs = 100): Liveness =>
  looks.reduce<Liveness>(
    (state, look, index) =>
      advanceLiveness(state, { ...ahead, ...look, atMs: fromMs + (index + 1) * stepMs } as FrameMetrics),
    liveness,
  );
const hold = (frames: number): Look[] => Array<Look>(frames).fill({});
const doing = (challenge: Challenge): Look[] => [
  ...hold(4),
  movements[challenge],
  movements[challenge],
  ...hold(1),
];

describe('The liveness rules', () => {
  it.each(allChallenges)('pass %s by somebody who holds still, moves and comes back', (challenge) => {
    const looks = challenge === 'come-closer' ? [...hold(4), movements[challenge]] : doing(challenge);
    expect(play(beginLiveness([challenge], 0), looks)).toMatchObject({
      state: 'passed',
      done: 1,
      progress: 1,
    });
  });

  it.each(allChallenges)('do not pass %s by a still picture, and end the try in time', (challenge) => {
    const seconds = livenessLimits.challengeMs / 1000 + 2;
    expect(play(beginLiveness([challenge], 0), hold(seconds * 10))).toMatchObject({
      state: 'failed',
      failure: 'timeout',
    });
  });

  it.each(
    allChallenges.flatMap((asked) =>
      allChallenges.filter((done) => done !== asked).map((done) => [asked, done] as const),
    ),
  )('do not pass %s by %s', (asked, done) => {
    expect(play(beginLiveness([asked], 0), doing(done)).state).not.toBe('passed');
  });

  it.each<[Challenge, Challenge]>([
    ['turn-left', 'turn-right'],
    ['turn-right', 'turn-left'],
    ['nod', 'turn-left'],
    ['blink', 'turn-right'],
    ['turn-left', 'come-closer'],
  ])('end the try when %s is asked and %s is done', (asked, done) => {
    const looks = done === 'come-closer' ? [...hold(4), { scale: 0.205 }] : doing(done);
    expect(play(beginLiveness([asked], 0), looks)).toMatchObject({
      state: 'failed',
      failure: 'wrong-movement',
    });
  });

  it('do not mind a blink that nobody asked for', () => {
    const looks = [...hold(4), movements.blink, ...hold(1), movements['turn-left'], ...hold(1)];
    expect(play(beginLiveness(['turn-left'], 0), looks).state).toBe('passed');
  });

  it('do not count a movement made before the person held still', () => {
    const liveness = play(beginLiveness(['nod'], 0), [movements.nod, {}, movements.nod, {}]);
    expect(liveness).toMatchObject({ state: 'collecting', phase: 'settle', done: 0 });
  });

  it('do not pass a turn that never comes back', () => {
    expect(
      play(beginLiveness(['turn-left'], 0), [...hold(4), ...Array<Look>(20).fill({ yaw: 22 })]).state,
    ).toBe('collecting');
  });

  it('begin the challenge again when the picture jumps or the person was away', () => {
    const moving = play(beginLiveness(['turn-left'], 0), hold(4));
    expect(moving.phase).toBe('move');
    expect(play(moving, [{ yaw: 50 }], 400).phase).toBe('settle');
    expect(play(moving, [{}], 4000).phase).toBe('settle');
  });

  it('take several challenges in their order', () => {
    const challenges: Challenge[] = ['blink', 'turn-right', 'nod'];
    const begun = beginLiveness(challenges, 0);
    expect(play(begun, challenges.flatMap(doing)).state).toBe('passed');
    expect(play(begun, challenges.toReversed().flatMap(doing)).state).not.toBe('passed');
  });

  it('let no try last for ever, even when no face is seen', () => {
    const begun = beginLiveness(['nod'], 0);
    expect(passTime(begun, livenessLimits.tryMs).state).toBe('collecting');
    expect(passTime(begun, livenessLimits.tryMs + 1)).toMatchObject({ state: 'failed', failure: 'timeout' });
  });
});
