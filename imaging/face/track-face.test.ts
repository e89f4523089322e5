import { expect, it } from 'vitest';
import type { FaceFinder, LandmarkReader } from './face-networks.ts';
import type { Point } from './geometry.ts';
import { createFaceTracker } from './track-face.ts';

const blank = { data: new Uint8Array(320 * 240 * 3).fill(128), width: 320, height: 240 };
const content = { widthPx: 320, heightPx: 240 };

/** An upright face as shares of the reader's square. */
const uprightFace = (): Point[] => {
  const points = Array.from({ length: 68 }, (_, index): Point => ({ x: 0.5, y: 0.2 + (index / 67) * 0.6 }));
  const put = (from: number, to: number, x: number, y: number): void => {
    for (let index = from; index < to; index += 1) points[index] = { x: x + (index - from) * 0.02, y };
  };
  put(0, 17, 0.1, 0.6);
  for (let index = 0; index < 17; index += 1) points[index] = { x: 0.1 + index * 0.05, y: 0.6 };
  put(36, 42, 0.27, 0.4);
  put(42, 48, 0.63, 0.4);
  points[30] = { x: 0.5, y: 0.55 };
  return points;
};

it('looks for the face anew only now and then, and says when it is gone', async () => {
  let searches = 0;
  let isThere = true;
  const finder: FaceFinder = {
    windowWidth: 320,
    windowHeight: 240,
    minScore: 0.7,
    minTileScore: 0.9,
    find: async () => {
      searches += 1;
      return isThere ? [{ x: 110, y: 70, width: 100, height: 100, score: 0.99 }] : [];
    },
  };
  const reader: LandmarkReader = { side: 64, read: async () => uprightFace() };
  const tracker = createFaceTracker(finder, reader);
  const first = await tracker.track(blank, content);
  expect(first.face).not.toBeNull();
  for (let frame = 0; frame < 11; frame += 1) await tracker.track(blank, content);
  expect(searches).toBeLessThanOrEqual(3);
  isThere = false;
  let last = first;
  for (let frame = 0; frame < 7; frame += 1) last = await tracker.track(blank, content);
  expect(last).toEqual({ guidance: 'no-face', face: null });
});
