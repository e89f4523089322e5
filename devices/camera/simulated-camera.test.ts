import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeCameraContract, takeFrames } from './contract.ts';
import { clipNames, openPeopleFolder, type PeopleFolder } from './people-folder.ts';
import { createSimulatedCamera, type SimulatedCamera } from './simulated-camera.ts';

let folderPath: string;
let folder: PeopleFolder;

/** Two people whose pictures differ by colour: every clip has three pictures of its own. */
beforeAll(async () => {
  folderPath = await mkdtemp(join(tmpdir(), 'people-'));
  let grey = 0;
  const people = [];
  for (const id of ['an', 'binh']) {
    const clips: Record<string, { fps: number; frames: string[] }> = {};
    for (const clip of clipNames) {
      const frames = [0, 1, 2].map((index) => `${id}-${clip}-${index}.jpg`);
      for (const frame of frames) {
        grey += 5;
        await sharp({
          create: { width: 640, height: 480, channels: 3, background: { r: grey, g: grey, b: grey } },
        })
          .jpeg()
          .toFile(join(folderPath, frame));
      }
      clips[clip] = { fps: 15, frames };
    }
    people.push({ id, name: id, portrait: '', clips });
  }
  await writeFile(join(folderPath, 'people.json'), JSON.stringify({ people }));
  folder = await openPeopleFolder(folderPath);
});
afterAll(() => rm(folderPath, { recursive: true }));

/** A camera on a virtual clock, which remembers which picture each frame is. */
const setUp = async (): Promise<{
  camera: SimulatedCamera;
  takeNames: (count: number) => Promise<string[]>;
}> => {
  let atMs = 1_000_000;
  const camera = createSimulatedCamera({
    folder,
    now: () => atMs,
    sleep: async (ms) => {
      atMs += ms;
    },
  });
  await camera.open();
  const names = new Map<Uint8Array, string>();
  for (const person of folder.people)
    for (const { frames } of Object.values(person.clips))
      for (const path of frames) names.set(await folder.readFrame(path), path.replace('.jpg', ''));
  return {
    camera,
    takeNames: async (count) =>
      (await takeFrames(camera, count)).map((frame) => names.get(frame.jpeg) ?? 'empty room'),
  };
};

describeCameraContract('The simulated camera', async () => {
  const { camera } = await setUp();
  await camera.close();
  return {
    camera,
    unplug: () => camera.order('unplugged'),
    plug: () => camera.order('live'),
    dispose: () => camera.close(),
  };
});

describe('The simulated person', () => {
  it('does once what the screen asks and then looks at the camera again', async () => {
    const { camera, takeNames } = await setUp();
    camera.perform('nod');
    expect(await takeNames(4)).toEqual(['an-nod-0', 'an-nod-1', 'an-nod-2', 'an-neutral-0']);
  });

  it('does not take the same request for a new one until some seconds later', async () => {
    const { camera, takeNames } = await setUp();
    camera.perform('nod');
    await takeNames(4);
    camera.perform('nod');
    expect(await takeNames(3)).not.toContain('an-nod-0');
    await takeNames(60);
    camera.perform('nod');
    expect(await takeNames(3)).toContain('an-nod-0');
  });

  it('is whoever was told to stand there', async () => {
    const { camera, takeNames } = await setUp();
    camera.stand('binh');
    expect(await takeNames(1)).toEqual(['binh-neutral-0']);
    expect(() => camera.stand('nobody-known')).toThrow(RangeError);
  });

  it('does not move when it is a still photo', async () => {
    const { camera, takeNames } = await setUp();
    camera.order('still');
    camera.perform('blink');
    expect(new Set(await takeNames(9))).toEqual(new Set(['an-neutral-0']));
  });

  it('lets somebody else do the movements when swapped', async () => {
    const { camera, takeNames } = await setUp();
    camera.order('swapped');
    camera.perform('turn-left');
    expect(await takeNames(4)).toEqual([
      'binh-turn-left-0',
      'binh-turn-left-1',
      'binh-turn-left-2',
      'an-neutral-0',
    ]);
  });

  it('shows old pictures and does not hear the screen when replayed', async () => {
    const { camera, takeNames } = await setUp();
    camera.order('replayed');
    const [frame] = await takeFrames(camera, 1);
    expect(frame?.capturedAtMs).toBeLessThan(0);
    camera.perform('nod');
    const clips = (await takeNames(12)).map((name) => name.replace(/^an-|-\d$/g, ''));
    expect([...new Set(clips)]).toEqual(['neutral', 'turn-left', 'nod']);
  });

  it('holds up the paper in hand when asked for the card, and lowers it again', async () => {
    const { camera, takeNames } = await setUp();
    const scan = await sharp({ create: { width: 620, height: 877, channels: 3, background: '#f4f4f4' } })
      .composite([
        {
          input: { create: { width: 250, height: 160, channels: 3, background: '#205080' } },
          top: 90,
          left: 60,
        },
      ])
      .jpeg()
      .toBuffer();
    camera.hold(scan);
    expect(await takeNames(1)).toEqual(['an-neutral-0']);
    camera.perform('show-card');
    const [frame] = await takeFrames(camera, 1);
    const { width, height } = await sharp(frame?.jpeg).metadata();
    expect([width, height]).toEqual([1280, 720]);
    // The glass around it is left out: it fills the frame.
    const middle = await sharp(frame?.jpeg)
      .extract({ left: 240, top: 160, width: 800, height: 400 })
      .toBuffer();
    const { channels } = await sharp(middle).stats();
    expect(channels.map(({ mean }) => Math.round(mean / 16))).toEqual([2, 5, 8]);
    camera.perform(null);
    expect(await takeNames(1)).toEqual(['an-neutral-0']);
    camera.perform('show-card');
    camera.hold(null);
    expect(await takeNames(1)).toEqual(['an-neutral-0']);
  });

  it('leaves the room empty when nobody is there', async () => {
    const { camera, takeNames } = await setUp();
    camera.order('nobody');
    expect(await takeNames(2)).toEqual(['empty room', 'empty room']);
  });
});
