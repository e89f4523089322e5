// Pictures as they come before a camera when things are not as they should be, drawn from one photo.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { guideFace, guidePose } from '@saoy/imaging/face';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { livenessLimits } from '../identity/liveness.ts';
import type { FaceDetection, FaceMatcher } from './face-matcher.ts';
import { createFaceMatcher } from './worker-face-matcher.ts';

const require = createRequire(import.meta.url);
const width = 640;
const height = 480;
let portrait: Buffer;
let person: Buffer;
let bare: FaceDetection;
let matcher: FaceMatcher;

beforeAll(async () => {
  matcher = createFaceMatcher();
  const photo = await readFile(require.resolve('@vladmandic/face-api/demo/sample6.jpg'));
  portrait = await sharp(photo).extract({ left: 1118, top: 300, width: 300, height: 360 }).png().toBuffer();
  person = await beforeWall(portrait, 170, 60);
  bare = await detect(person);
});
afterAll(() => matcher.close());

const beforeWall = (input: Buffer, left: number, top: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#b8bcc0' } })
    .composite([{ input, left, top }])
    .jpeg({ quality: 90 })
    .toBuffer();

const detect = async (picture: Uint8Array): Promise<FaceDetection> => {
  const detected = await matcher.detectFaces(picture);
  if (!detected.ok) throw new Error(detected.error.code);
  return detected.value;
};

/** What the person is told while nothing is asked of them. */
const toldAt = async (picture: Uint8Array): Promise<string> => {
  const seen = await detect(picture);
  const place = guideFace(seen.faces, seen);
  return place === 'ok' && seen.faces[0] ? guidePose(seen.faces[0]) : place;
};

/** The person with something drawn over them; `draw` gets the 68 points of the bare face. */
const wearing = async (
  draw: (points: FaceDetection['faces'][number]['landmarks68'], eyeDistancePx: number) => string,
): Promise<Buffer> => {
  const face = bare.faces[0];
  if (!face) throw new Error('no face');
  const drawing = draw(face.landmarks68, face.eyeDistancePx);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${drawing}</svg>`;
  return sharp(person)
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality: 90 })
    .toBuffer();
};

const outlineOf = (points: readonly { x: number; y: number }[], ids: readonly number[]): string =>
  ids.map((id) => `${points[id]?.x},${points[id]?.y}`).join(' ');
const mask = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 28];

describe('A person before the camera', () => {
  it('is told nothing when all is well', async () => {
    expect(await toldAt(person)).toBe('ok');
  });

  it.each(['#9cc3df', '#f0f0ec', '#2a2a2e'])('with a mask of %s is asked to take it off', async (colour) => {
    const masked = await wearing(
      (points) => `<polygon points="${outlineOf(points, mask)}" fill="${colour}"/>`,
    );
    expect(await toldAt(masked)).toBe('face-covered');
  });

  it('with dark glasses or shut eyes is asked to open them', async () => {
    for (const colour of ['#141414', '#c89880']) {
      const worn = await wearing((points, unit) =>
        [37, 44]
          .map(
            (id) =>
              `<ellipse cx="${points[id]?.x}" cy="${(points[id]?.y ?? 0) + 4}" rx="${unit * 0.38}" ry="${unit * 0.28}" fill="${colour}"/>`,
          )
          .join(''),
      );
      expect(await toldAt(worn)).toBe('open-eyes');
    }
  });

  it('of whom the picture shows half a face is not taken as they are', async () => {
    const nose = bare.faces[0]?.landmarks5.nose.x ?? 0;
    const half = await sharp(person)
      .extract({ left: 0, top: 0, width: Math.round(nose), height })
      .toBuffer();
    expect(await toldAt(half)).not.toBe('ok');
    const hidden = await wearing(
      () => `<rect x="${nose}" y="0" width="${width}" height="${height}" fill="#6b7078"/>`,
    );
    expect(await toldAt(hidden)).not.toBe('ok');
  });

  it('who is far away is asked to come closer, and nobody is told that nobody is seen', async () => {
    const far = await beforeWall(await sharp(portrait).resize(70).png().toBuffer(), 280, 190);
    expect(['too-far', 'no-face']).toContain(await toldAt(far));
    const wall = await sharp({ create: { width, height, channels: 3, background: '#b8bcc0' } })
      .jpeg()
      .toBuffer();
    expect(await toldAt(wall)).toBe('no-face');
  });

  it('is one of ten: only one should stand there', async () => {
    const small = await sharp(portrait).resize(110).png().toBuffer();
    const ten = await sharp({ create: { width, height, channels: 3, background: '#b8bcc0' } })
      .composite(
        Array.from({ length: 10 }, (_, at) => ({
          input: small,
          left: 10 + (at % 5) * 125,
          top: at < 5 ? 40 : 240,
        })),
      )
      .jpeg()
      .toBuffer();
    expect(await toldAt(ten)).toBe('several-faces');
  });
});

describe('A photo of a photo', () => {
  /** The portrait as a print with a white border, turned about its upright axis before the camera. */
  const heldAt = async (degrees: number): Promise<Buffer> => {
    const bordered = sharp(portrait).extend({ top: 14, bottom: 14, left: 14, right: 14, background: '#fff' });
    const { data, info } = await bordered.raw().toBuffer({ resolveWithObject: true });
    const angle = (degrees * Math.PI) / 180;
    const focalPx = 900;
    const out = new Uint8Array(width * height * 3).fill(150);
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const across = (x - width / 2) / focalPx;
        const far = focalPx / (1 + across * Math.tan(angle));
        const column = Math.round((across * far) / Math.cos(angle) + info.width / 2);
        const row = Math.round(((y - height / 2) / focalPx) * far + info.height / 2);
        if (column < 0 || row < 0 || column >= info.width || row >= info.height) continue;
        const from = (row * info.width + column) * 3;
        out.set(data.subarray(from, from + 3), (y * width + x) * 3);
      }
    return sharp(out, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 85 })
      .toBuffer();
  };

  it('cannot turn its head: however the paper is turned, the nose stays between the eyes', async () => {
    const straight = (await detect(await heldAt(0))).faces[0]?.yaw ?? Number.NaN;
    for (const degrees of [-40, -25, 25, 40]) {
      const turned = (await detect(await heldAt(degrees))).faces[0]?.yaw ?? straight;
      expect(Math.abs(turned - straight)).toBeLessThan(livenessLimits.turnYaw);
    }
  });

  it('on a screen, with its frame and its stripes, is answered like any picture', async () => {
    const stripes = Array.from(
      { length: 160 },
      (_, at) => `<rect x="0" y="${at * 3}" width="${width}" height="1" fill="#000" fill-opacity=".25"/>`,
    ).join('');
    const screen = await sharp(
      await beforeWall(
        await sharp(portrait)
          .extend({ top: 18, bottom: 18, left: 18, right: 18, background: '#08080a' })
          .png()
          .toBuffer(),
        152,
        42,
      ),
    )
      .composite([
        {
          input: Buffer.from(
            `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${stripes}</svg>`,
          ),
        },
      ])
      .jpeg()
      .toBuffer();
    const seen = await matcher.observe(screen, { search: 'live', embed: true, scoreLiveness: true });
    if (!seen.ok) throw new Error(seen.error.code);
    expect(seen.value.faces).toHaveLength(1);
    expect(seen.value.passiveLiveness).toBeGreaterThanOrEqual(0);
    expect(seen.value.passiveLiveness).toBeLessThanOrEqual(1);
  });
});

describe('Pictures of unusual kinds', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ['of one bit a pixel', () => sharp(person).threshold(120).png({ colours: 2 }).toBuffer()],
    ['dithered to two colours', () => sharp(person).greyscale().png({ colours: 2, dither: 1 }).toBuffer()],
    ['of one pixel', () => sharp(person).resize(1, 1).png().toBuffer()],
    [
      '12,000 pixels wide and 4 high',
      () => sharp(person).resize(12_000, 4, { fit: 'fill' }).png().toBuffer(),
    ],
    ['with an alpha channel', () => sharp(person).ensureAlpha(0.5).png().toBuffer()],
  ])('%s are answered', async (_what, make) => {
    const answer = await matcher.embed(await make());
    if (!answer.ok) expect(['identity.no-face', 'identity.several-faces']).toContain(answer.error.code);
    else expect(answer.value.embedding).toHaveLength(512);
  });
});
