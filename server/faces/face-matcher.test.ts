import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareFiles, comparePairs } from './compare-files.ts';
import type { FaceEngineName, FaceMatcher } from './face-matcher.ts';
import { createFaceMatcher } from './worker-face-matcher.ts';

const engines: readonly FaceEngineName[] = ['onnx', 'face-api'];

const require = createRequire(import.meta.url);
let crowd: Buffer;
/** Two people of one sample photo, and the first again: smaller, darker and leaning. */
let first: Buffer;
let firstAgain: Buffer;
let second: Buffer;

beforeAll(async () => {
  crowd = await readFile(require.resolve('@vladmandic/face-api/demo/sample6.jpg'));
  const cut = (left: number, top: number): Sharp =>
    sharp(crowd).extract({ left, top, width: 300, height: 360 });
  first = await cut(1118, 300).jpeg().toBuffer();
  firstAgain = await sharp(await cut(1130, 310).png().toBuffer())
    .rotate(8)
    .resize(240)
    .modulate({ brightness: 0.8 })
    .jpeg()
    .toBuffer();
  second = await cut(210, 490).jpeg().toBuffer();
});
const blank = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#b8bcc0' } })
    .jpeg()
    .toBuffer();

describe.each(engines)('The face matcher with the engine %s', (engine) => {
  let matcher: FaceMatcher;
  beforeAll(() => {
    matcher = createFaceMatcher({ engine });
  });
  afterAll(() => matcher.close());

  it('finds the one face of a portrait with its points, pose and quality', async () => {
    const detected = await matcher.detectFaces(first);
    expect(detected).toMatchObject({ ok: true, value: { widthPx: 300, heightPx: 360 } });
    if (!detected.ok) return;
    const [face, ...others] = detected.value.faces;
    expect(others).toEqual([]);
    expect(face?.eyeDistancePx).toBeGreaterThan(80);
    expect(Math.abs(face?.yaw ?? 90)).toBeLessThan(15);
    expect(Math.abs(face?.roll ?? 90)).toBeLessThan(10);
    expect(face?.eyesOpenProbability).toBeGreaterThan(0.8);
    expect(face?.landmarks5.leftEye.x).toBeLessThan(face?.landmarks5.rightEye.x ?? 0);
    expect(face?.brightness).toBeGreaterThan(100);
  });

  it('measures the same face of the mirrored picture as turned the other way', async () => {
    const straight = await matcher.detectFaces(second);
    const mirrored = await matcher.detectFaces(await sharp(second).flop().jpeg().toBuffer());
    if (!straight.ok || !mirrored.ok) throw new Error('not detected');
    const [yaw, mirroredYaw] = [straight, mirrored].map(({ value }) => value.faces[0]?.yaw ?? 0);
    expect(yaw).toBeGreaterThan(5);
    expect(mirroredYaw).toBeLessThan(-5);
  });

  it('measures a blurred picture as less sharp', async () => {
    const sharpFace = await matcher.detectFaces(first);
    const blurred = await matcher.detectFaces(await sharp(first).blur(4).jpeg().toBuffer());
    if (!sharpFace.ok || !blurred.ok) throw new Error('not detected');
    expect(blurred.value.faces[0]?.sharpness).toBeLessThan(2.6);
    expect(sharpFace.value.faces[0]?.sharpness).toBeGreaterThan(4);
  });

  it('matches a person with themselves and not with another', async () => {
    const [a, b, c] = await Promise.all([first, firstAgain, second].map((image) => matcher.embed(image)));
    if (!a?.ok || !b?.ok || !c?.ok) throw new Error('not embedded');
    expect(matcher.compare(a.value.embedding, b.value.embedding)).toMatchObject({ decision: 'match' });
    expect(matcher.compare(a.value.embedding, c.value.embedding)).toMatchObject({ decision: 'no-match' });
  });

  it('finds a small portrait on a turned A4 page and says how it lay', async () => {
    const portrait = await sharp(first).resize(220).rotate(90).toBuffer();
    const page = await sharp(await blank(2480, 3508))
      .composite([{ input: portrait, left: 1500, top: 2400 }])
      .jpeg()
      .toBuffer();
    const observed = await matcher.observe(page, { search: 'card', embed: true });
    const known = await matcher.embed(first);
    if (!observed.ok || !known.ok || !observed.value.embedding) throw new Error('not found');
    expect(observed.value.turnedDegrees).toBe(270);
    expect(matcher.compare(observed.value.embedding, known.value.embedding).decision).toBe('match');
  });

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['nothing', () => new Uint8Array(), 'image.unreadable'],
    ['a text', () => new TextEncoder().encode('not a picture'), 'image.unreadable'],
    ['a truncated JPEG', () => first.subarray(0, first.length / 2), 'image.unreadable'],
    ['a picture 20,000 pixels wide', () => blank(20_000, 40), 'image.too-large'],
    ['an empty wall', () => blank(640, 480), 'identity.no-face'],
    ['a group', () => crowd, 'identity.several-faces'],
  ])('answers %s with a code', async (_what, make, code) => {
    expect(await matcher.embed(await make())).toMatchObject({ ok: false, error: { code } });
  });

  it('reads 16-bit, grey, CMYK and EXIF-turned pictures', async () => {
    const known = await matcher.embed(first);
    if (!known.ok) throw new Error('not embedded');
    for (const variant of [
      sharp(first).toColourspace('rgb16').png(),
      sharp(first).greyscale().png(),
      sharp(first).toColourspace('cmyk').jpeg(),
      sharp(first).rotate(270).withMetadata({ orientation: 6 }).jpeg(),
    ]) {
      const embedded = await matcher.embed(await variant.toBuffer());
      expect(embedded.ok && matcher.compare(embedded.value.embedding, known.value.embedding).decision).toBe(
        'match',
      );
    }
  });

  it('finds ten faces without trouble and refuses to choose one', async () => {
    const small = await sharp(first).resize(120).toBuffer();
    const ten = await sharp(await blank(640, 320))
      .composite(
        Array.from({ length: 10 }, (_, at) => ({
          input: small,
          left: (at % 5) * 125,
          top: at < 5 ? 5 : 165,
        })),
      )
      .jpeg()
      .toBuffer();
    const detected = await matcher.detectFaces(ten);
    expect(detected.ok && detected.value.faces.length).toBeGreaterThan(3);
    expect(await matcher.embed(ten)).toMatchObject({ ok: false, error: { code: 'identity.several-faces' } });
  });

  it('gives unit vectors of one length, and a card with thresholds in order', async () => {
    const embedded = await matcher.embed(first);
    if (!embedded.ok) throw new Error('not embedded');
    expect(Math.hypot(...embedded.value.embedding)).toBeCloseTo(1);
    const { thresholds, errorRates, sameSitting } = matcher.card;
    expect(thresholds.refer).toBeLessThan(thresholds.match);
    expect(sameSitting.turned).toBeLessThan(sameSitting.frontal);
    expect(Object.keys(errorRates.tarAtFar)).toContain('1e-4');
  });

  it('leaves the event loop free and the caller its bytes', async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 5);
    await matcher.detectFaces(crowd, { search: 'page' });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
    expect(crowd.byteLength).toBeGreaterThan(0);
  });

  it('works on as many pictures at once as it has workers, and on the rest afterwards', async () => {
    const pair = createFaceMatcher({ engine, workers: 2 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => pair.detectFaces(first)));
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true, true, true]);
    await pair.close();
  });

  it('refuses more pictures than it may hold', async () => {
    const small = createFaceMatcher({ engine, maxWaiting: 2 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => small.detectFaces(first)));
    expect(answers.filter((answer) => answer.ok).length).toBe(3);
    expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'identity.busy' } });
    await small.close();
    expect(await small.detectFaces(first)).toMatchObject({
      ok: false,
      error: { code: 'identity.matcher-unavailable' },
    });
  });

  it('gives up a picture that takes too long and goes on with the next', async () => {
    const hasty = createFaceMatcher({ engine, timeoutMs: 1 });
    const answers = await Promise.all([hasty.detectFaces(crowd), hasty.detectFaces(crowd)]);
    for (const answer of answers)
      expect(answer).toMatchObject({ ok: false, error: { code: 'identity.matcher-unavailable' } });
    await hasty.close();
  });
});

describe('A matcher that gives a picture up', () => {
  it('stops the networks in the midst of their work, and this process goes on', async () => {
    const hasty = createFaceMatcher({ timeoutMs: 60 });
    const page = await blank(2480, 3508);
    for (let time = 0; time < 3; time += 1) {
      await hasty.warmUp();
      expect(await hasty.observe(page, { search: 'card', embed: true })).toMatchObject({
        ok: false,
        error: { code: 'identity.matcher-unavailable' },
      });
    }
    await hasty.close();
  });
});

describe('Comparing files', () => {
  let folder: string;
  let matcher: FaceMatcher;
  beforeAll(async () => {
    matcher = createFaceMatcher();
    folder = await mkdtemp(join(tmpdir(), 'faces-'));
    await writeFile(join(folder, 'a.jpg'), first);
    await writeFile(join(folder, 'b.jpg'), firstAgain);
    await writeFile(join(folder, 'c.jpg'), second);
    await writeFile(
      join(folder, 'pairs.tsv'),
      'first\tsecond\tsame\na.jpg\tb.jpg\t1\r\na.jpg\tc.jpg\t0\na.jpg\tlost.jpg\t0\n',
    );
  });
  afterAll(async () => {
    await matcher.close();
    await rm(folder, { recursive: true });
  });

  it('decides on two files', async () => {
    const compared = await compareFiles(matcher, join(folder, 'a.jpg'), join(folder, 'b.jpg'));
    expect(compared).toMatchObject({ ok: true, value: { decision: 'match' } });
  });

  it('names the file that cannot be read', async () => {
    const compared = await compareFiles(matcher, join(folder, 'a.jpg'), join(folder, 'lost.jpg'));
    expect(compared).toMatchObject({ ok: false, error: { code: 'image.unreadable' } });
    expect(!compared.ok && compared.error.detail).toContain('lost.jpg');
  });

  it('decides on every pair of a list, with paths relative to the list', async () => {
    expect(await comparePairs(matcher, join(folder, 'pairs.tsv'))).toMatchObject({
      ok: true,
      value: [
        { first: 'a.jpg', second: 'b.jpg', same: true, comparison: { decision: 'match' } },
        { first: 'a.jpg', second: 'c.jpg', same: false, comparison: { decision: 'no-match' } },
        { first: 'a.jpg', second: 'lost.jpg', error: { code: 'image.unreadable' } },
      ],
    });
    expect(await comparePairs(matcher, join(folder, 'none.tsv'))).toMatchObject({ ok: false });
  });
});
