import { describe, expect, it } from 'vitest';
import type { DetectedFace } from './face-matcher.ts';
import { hasClearMainFace, rankFaces } from './main-face.ts';

const frame = [250, 250] as const;
/** Only what is looked at. */
const faceAt = (x: number, eyeDistancePx: number, yaw = 0): DetectedFace =>
  ({ box: { x, y: 60, width: 90, height: 150 }, eyeDistancePx, yaw }) as DetectedFace;

describe('The main face', () => {
  it('is the one near the middle, also when its head is turned and its eyes look closer together', () => {
    const [aside, middle] = [faceAt(8, 40, -36), faceAt(100, 30, -57)];
    const ranked = rankFaces([aside, middle], ...frame);
    expect(ranked).toEqual([middle, aside]);
    expect(hasClearMainFace(ranked, ...frame)).toBe(true);
  });

  it('is not clear between two at the same distance from the middle, nor in a group', () => {
    const pair = rankFaces([faceAt(20, 40), faceAt(140, 40)], ...frame);
    expect(hasClearMainFace(pair, ...frame)).toBe(false);
    const group = rankFaces([faceAt(0, 40), faceAt(80, 44), faceAt(160, 40), faceAt(170, 40)], ...frame);
    expect(hasClearMainFace(group, ...frame)).toBe(false);
    expect(hasClearMainFace([], ...frame)).toBe(false);
  });
});
