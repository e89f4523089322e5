import { fault } from '@saoy/contracts/errors';
import { err, ok } from '@saoy/contracts/result';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DetectedFace, type FaceMatcher, type FaceObservation, onnxModelCard } from '../faces/index.ts';
import { type IdentitySession, mostTries, newSession } from './identity-session.ts';
import { guidanceOf, takeFrame } from './judge-session.ts';
import { livenessLimits } from './liveness.ts';

const point = { x: 320, y: 240 };
const ahead: DetectedFace = {
  box: { x: 240, y: 140, width: 160, height: 200 },
  score: 1,
  landmarks5: { leftEye: point, rightEye: point, nose: point, leftMouth: point, rightMouth: point },
  landmarks68: [],
  yaw: 0,
  pitch: 0,
  roll: 0,
  eyeOpenness: 0.35,
  eyesOpenProbability: 1,
  eyeDistancePx: 88,
  sharpness: 6,
  brightness: 130,
  isMouthCovered: false,
};
const everyMs = 125;

describe('a face matcher without room', () => {
  let session: IdentitySession;
  let isBusy: boolean;
  let isBusyToEmbed: boolean;
  let atMs: number;
  let face: DetectedFace;
  const matcher = {
    card: onnxModelCard,
    observe: async (
      _: Uint8Array,
      { embed = false, scoreLiveness }: { embed?: boolean; scoreLiveness?: boolean },
    ) => {
      if (isBusy || (isBusyToEmbed && scoreLiveness === undefined)) return err(fault('identity.busy'));
      const seen: FaceObservation = {
        turnedDegrees: 0,
        widthPx: 640,
        heightPx: 480,
        faces: [face],
        embedding: embed ? new Float32Array([1, 0]) : null,
        passiveLiveness: null,
      };
      return ok(seen);
    },
  } as unknown as FaceMatcher;
  const show = async (count: number) => {
    let answer: Awaited<ReturnType<typeof takeFrame>> | undefined;
    for (let i = 0; i < count; i++) {
      atMs += everyMs;
      const frame = { jpeg: new Uint8Array(), sequence: atMs, capturedAtMs: atMs, nonce: 'n' };
      answer = await takeFrame(session, frame, matcher, atMs);
    }
    return answer!;
  };
  beforeEach(() => {
    session = { ...newSession('kiosk-1', 'visit', 0), nonce: 'n', challenges: ['turn-left'] };
    [isBusy, isBusyToEmbed, atMs, face] = [false, false, 0, ahead];
  });

  it('uses up no try, however many frames it turns away', async () => {
    isBusy = true;
    expect(await show(100)).toMatchObject({ ok: false, error: { code: 'identity.busy' } });
    expect(guidanceOf(session)).toMatchObject({ state: 'collecting', attemptsLeft: mostTries });
    isBusy = false;
    expect(await show(1)).toMatchObject({ ok: true, value: { attemptsLeft: mostTries - 1 } });
  });

  it('in the middle of a movement takes none of the time for it', async () => {
    expect(await show(5)).toMatchObject({ ok: true, value: { challenge: 'turn-left' } });
    isBusy = true;
    await show(Math.ceil((2 * livenessLimits.tryMs) / everyMs));
    isBusy = false;
    expect(await show(5)).toMatchObject({ ok: true, value: { state: 'collecting', challenge: 'turn-left' } });
    // Time that the person lets go by counts as ever.
    await show(Math.ceil(livenessLimits.challengeMs / everyMs));
    expect(guidanceOf(session)).toMatchObject({ state: 'failed', attemptsLeft: mostTries - 1 });
  });

  it('at the frame that decides a movement lets nobody through unseen', async () => {
    await show(5);
    const { phase } = session.attempt!.liveness;
    // The next frames are between two regular looks at who it is.
    session.attempt!.lastEmbeddedAtMs = atMs + 10 * everyMs;
    face = { ...ahead, yaw: livenessLimits.turnYaw + 1 };
    isBusyToEmbed = true;
    expect(await show(1)).toMatchObject({ ok: false, error: { code: 'identity.busy' } });
    expect(session.attempt!.liveness.phase).toBe(phase);
    isBusyToEmbed = false;
    expect(await show(1)).toMatchObject({ ok: true });
    expect(session.attempt!.liveness.phase).not.toBe(phase);
  });
});
