import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Camera, CameraFrame } from './camera.ts';

/** A camera set up for the contract. */
export interface CameraBench {
  /** Ready, not open. */
  readonly camera: Camera;
  /** Takes the camera away; `plug` brings it back. */
  readonly unplug: () => void | Promise<void>;
  readonly plug: () => void | Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** The first `count` pictures of a stream. */
export const takeFrames = async (camera: Camera, count: number): Promise<CameraFrame[]> => {
  const taken: CameraFrame[] = [];
  if (count === 0) return taken;
  for await (const frame of camera.frames()) {
    taken.push(frame);
    if (taken.length === count) break;
  }
  return taken;
};

/** Registers what every camera of the agent must do, real or simulated. */
export const describeCameraContract = (name: string, setUp: () => Promise<CameraBench>): void => {
  describe(`${name} keeps the contract of a camera`, () => {
    let bench: CameraBench;
    beforeAll(async () => {
      bench = await setUp();
    });
    afterAll(() => bench?.dispose());

    it('is ready at rest and gives no pictures before it is opened', async () => {
      expect(await bench.camera.health()).toEqual({ state: 'ready' });
      expect(await takeFrames(bench.camera, 1)).toEqual([]);
    });

    it('gives at least 12 JPEGs a second of at least 640×480, each taken later than the one before', async () => {
      expect(await bench.camera.open()).toMatchObject({ ok: true });
      expect(await bench.camera.health()).toEqual({ state: 'streaming' });
      const frames = await takeFrames(bench.camera, 13);
      const times = frames.map((frame) => frame.capturedAtMs);
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      expect((times[12] ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(1100);
      const { format, width, height } = await sharp(frames[0]?.jpeg).metadata();
      expect(format).toBe('jpeg');
      expect(width).toBeGreaterThanOrEqual(640);
      expect(height).toBeGreaterThanOrEqual(480);
      await bench.camera.close();
    });

    it('ends its streams when it is closed, and can be opened again', async () => {
      await bench.camera.open();
      const stream = bench.camera.frames()[Symbol.asyncIterator]();
      expect((await stream.next()).done).toBe(false);
      await bench.camera.close();
      expect((await stream.next()).done).toBe(true);
      expect(await bench.camera.open()).toMatchObject({ ok: true });
      expect(await takeFrames(bench.camera, 1)).toHaveLength(1);
      await bench.camera.close();
    });

    it('ends its streams and says so when it is unplugged, and comes back', async () => {
      await bench.camera.open();
      const stream = bench.camera.frames()[Symbol.asyncIterator]();
      await stream.next();
      await bench.unplug();
      expect((await stream.next()).done).toBe(true);
      const lost = { code: 'camera.unavailable' };
      expect(await bench.camera.health()).toMatchObject({ state: 'faulty', fault: lost });
      expect(await bench.camera.open()).toMatchObject({ ok: false, error: lost });
      await bench.plug();
      expect(await bench.camera.open()).toMatchObject({ ok: true });
      await bench.camera.close();
    });
  });
};
