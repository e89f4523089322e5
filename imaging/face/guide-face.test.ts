import { describe, expect, it } from 'vitest';
import type { GuidedFace } from './guide-face.ts';
import { guideFace, guidePose } from './guide-face.ts';

const good: GuidedFace = {
  box: { x: 240, y: 140, width: 160, height: 200 },
  yaw: 0,
  roll: 0,
  eyeOpenness: 0.35,
  eyesOpenProbability: 1,
  eyeDistancePx: 88,
  sharpness: 6,
  brightness: 130,
};
const frame = { widthPx: 640, heightPx: 480 };

describe('guideFace', () => {
  it('is content with one good face, and with a small bystander', () => {
    expect(guideFace([good], frame)).toBe('ok');
    expect(guideFace([good, { ...good, eyeDistancePx: 30 }], frame)).toBe('ok');
  });

  it.each<[string, readonly GuidedFace[]]>([
    ['no-face', []],
    ['several-faces', [good, { ...good, eyeDistancePx: 70 }]],
    ['too-far', [{ ...good, eyeDistancePx: 30 }]],
    ['too-near', [{ ...good, eyeDistancePx: 240 }]],
    ['not-centred', [{ ...good, box: { ...good.box, x: 0 } }]],
    ['too-dark', [{ ...good, brightness: 20 }]],
    ['too-bright', [{ ...good, brightness: 245 }]],
    ['blurred', [{ ...good, sharpness: 1 }]],
  ])('says %s', (code, faces) => {
    expect(guideFace(faces, frame)).toBe(code);
  });
});

describe('guidePose', () => {
  it.each<[string, Partial<GuidedFace>]>([
    ['ok', {}],
    ['ok', { eyesOpenProbability: 0.3 }],
    ['look-straight', { yaw: 20 }],
    ['look-straight', { roll: -40 }],
    ['open-eyes', { eyesOpenProbability: 0.3, eyeOpenness: 0.15 }],
    ['open-eyes', { eyesOpenProbability: 0.01 }],
    ['face-covered', { isMouthCovered: true }],
  ])('says %s', (code, look) => {
    expect(guidePose({ ...good, ...look })).toBe(code);
  });
});
