import { ok } from '@saoy/contracts/result';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DetectedFace, FaceMatcher, FaceObservation, ObserveOptions } from '../faces/index.ts';
import { onnxModelCard } from '../faces/index.ts';
import { beginTry, type FaceTry, judgeFrame, passiveScoreOf } from './face-try.ts';

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

describe('a frame of the face check', () => {
  let face: DetectedFace;
  let score: number | null;
  let asked: ObserveOptions[];
  let attempt: FaceTry;
  let atMs: number;
  const matcher = {
    card: onnxModelCard,
    observe: (_image: Uint8Array, options: ObserveOptions = {}) => {
      asked.push(options);
      const seen: FaceObservation = {
        turnedDegrees: 0,
        widthPx: 640,
        heightPx: 480,
        faces: [face],
        embedding: options.embed ? new Float32Array([1, 0]) : null,
        passiveLiveness: options.scoreLiveness ? score : null,
      };
      return Promise.resolve(ok(seen));
    },
  } as unknown as FaceMatcher;
  const show = async (look: Partial<DetectedFace> = {}): Promise<void> => {
    face = { ...ahead, ...look };
    atMs += 100;
    await judgeFrame(
      attempt,
      { jpeg: new Uint8Array(), sequence: atMs, capturedAtMs: atMs, nonce: 'n' },
      matcher,
    );
  };
  beforeEach(() => {
    asked = [];
    score = 0.9;
    atMs = 0;
    attempt = beginTry(['turn-left', 'nod'], 0);
  });

  it('asks a person who looks away to look straight, and one with shut eyes to open them', async () => {
    await show({ yaw: 20 });
    expect(attempt.guidance).toBe('look-straight');
    await show({ eyeOpenness: 0.1, eyesOpenProbability: 0.1 });
    expect(attempt.guidance).toBe('open-eyes');
    await show();
    expect(attempt.guidance).toBe('hold-still');
  });

  it('asks a masked person to show the whole face before any movement, and goes on when they did', async () => {
    for (let frame = 0; frame < 6; frame += 1) await show({ isMouthCovered: true });
    expect(attempt).toMatchObject({ guidance: 'face-covered', liveness: { phase: 'settle', settled: [] } });
    for (let frame = 0; frame < 3; frame += 1) await show();
    expect(attempt.liveness.phase).toBe('move');
  });

  it('does not call the movement that is asked for looking away', async () => {
    for (let frame = 0; frame < 4; frame += 1) await show();
    await show({ yaw: 12 });
    expect(attempt.guidance).toBe('ok');
  });

  it('is scored by the passive network once a second, and the median counts', async () => {
    for (let frame = 0; frame < 31; frame += 1) {
      score = frame < 5 ? 0.1 : 0.8;
      await show();
    }
    expect(asked.filter(({ scoreLiveness }) => scoreLiveness).length).toBeLessThanOrEqual(4);
    expect(passiveScoreOf(attempt)).toBe(0.8);
  });

  it('has no score where the engine gives none', async () => {
    score = null;
    await show();
    expect(passiveScoreOf(attempt)).toBeNull();
  });
});
