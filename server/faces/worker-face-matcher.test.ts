import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaceMatcher } from './face-matcher.ts';
import { createFaceMatcher } from './worker-face-matcher.ts';

const require = createRequire(import.meta.url);
let crowd: Buffer;
let portrait: Buffer;
let page: Buffer;

beforeAll(async () => {
  crowd = await readFile(require.resolve('@vladmandic/face-api/demo/sample6.jpg'));
  portrait = await sharp(crowd).extract({ left: 1118, top: 300, width: 300, height: 360 }).jpeg().toBuffer();
  page = await sharp({ create: { width: 2480, height: 3508, channels: 3, background: '#b8bcc0' } })
    .jpeg()
    .toBuffer();
});

/** Ids of the processes that this one started and that still run. */
const children = async (): Promise<number[]> =>
  (await readFile(`/proc/self/task/${process.pid}/children`, 'utf8'))
    .trim()
    .split(/\s+/)
    .filter((id) => id !== '')
    .map(Number);

/** Waits for a worker that was not there before. */
const newWorker = async (before: readonly number[]): Promise<number> => {
  for (;;) {
    const found = (await children()).find((id) => !before.includes(id));
    if (found !== undefined) return found;
    await wait(10);
  }
};

describe('The processes of a face matcher', () => {
  let matcher: FaceMatcher;
  afterEach(() => matcher.close());

  it('are replaced when one is killed in the midst of a picture, which alone fails', async () => {
    const before = await children();
    matcher = createFaceMatcher();
    await matcher.warmUp();
    const worker = await newWorker(before);
    const asked = [matcher.observe(page, { search: 'card' }), matcher.detectFaces(portrait)];
    await wait(50);
    process.kill(worker, 'SIGKILL');
    const [killed, next] = await Promise.all(asked);
    expect(killed).toMatchObject({ ok: false, error: { code: 'identity.matcher-unavailable' } });
    expect(next).toMatchObject({ ok: true, value: { faces: [{ yaw: expect.any(Number) }] } });
    expect(await children()).not.toContain(worker);
  });

  it('are replaced when one dies while nobody asks', async () => {
    const before = await children();
    matcher = createFaceMatcher();
    await matcher.warmUp();
    const worker = await newWorker(before);
    process.kill(worker, 'SIGKILL');
    while ((await children()).includes(worker)) await wait(10);
    expect(await matcher.detectFaces(portrait)).toMatchObject({ ok: true });
  });

  it('are as many as asked for, however many pictures come, and none is left behind', async () => {
    const before = await children();
    matcher = createFaceMatcher({ workers: 2, maxWaiting: 6 });
    const answers = await Promise.all(Array.from({ length: 40 }, () => matcher.detectFaces(portrait)));
    const codes = answers.map((answer) => (answer.ok ? 'seen' : answer.error.code));
    expect(codes.filter((code) => code === 'seen')).toHaveLength(8);
    expect(codes.filter((code) => code === 'identity.busy')).toHaveLength(32);
    expect((await children()).filter((id) => !before.includes(id))).toHaveLength(2);
    await matcher.close();
    expect((await children()).filter((id) => !before.includes(id))).toEqual([]);
  });

  it('leave none behind after pictures that were too slow', async () => {
    const before = await children();
    matcher = createFaceMatcher({ timeoutMs: 40 });
    for (let time = 0; time < 2; time += 1)
      expect(await matcher.observe(page, { search: 'card' })).toMatchObject({
        ok: false,
        error: { code: 'identity.matcher-unavailable' },
      });
    await matcher.close();
    while ((await children()).some((id) => !before.includes(id))) await wait(10);
  });
});
