import type { FaceBox } from '@saoy/imaging/face';
import { expect, it } from 'vitest';
import { keepDistinct } from './face-detector.ts';

const box = (x: number, score: number, width = 90): FaceBox => ({ x, y: 40, width, height: 130, score });

it('keeps the surest of boxes about one face', () => {
  expect(keepDistinct([box(100, 0.8), box(104, 0.99), box(110, 0.75, 40)])).toEqual([box(104, 0.99)]);
});

it('takes the inner halves of two heads for no third one', () => {
  const [left, between, right] = [box(76, 0.99), box(122, 0.88), box(166, 0.98)];
  expect(keepDistinct([between, left, right])).toEqual([left, right]);
});

it('keeps a person who stands behind two others and is half seen', () => {
  const faces = [box(0, 0.99), box(120, 0.98), box(60, 0.9)];
  expect(keepDistinct(faces)).toEqual(faces);
});
