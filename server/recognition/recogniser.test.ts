import { projectOnto, projectPoint, type Quad } from '@saoy/imaging';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { drawOriginal } from '../../tests/fixtures/originals/index.ts';
import { assembleDocument } from './assemble-document.ts';
import { toInputBox } from './page-reading.ts';
import { createRecogniser } from './recogniser.ts';

const log = pino({ level: 'silent' });
const recogniser = createRecogniser({ workers: 1, deadlineMs: 120_000, log });
afterAll(() => recogniser.close());

describe('recogniser', () => {
  it('reads a drawn birth certificate from the page to its fields', async () => {
    const { jpeg, truth } = await drawOriginal({ kind: 'birth', seed: 'recogniser' });
    const shares: number[] = [];
    const reading = await recogniser.readPage(jpeg, (share) => shares.push(share));
    if (!reading.ok) throw new Error(reading.error.code);
    expect(shares.length).toBeGreaterThan(5);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
    expect(JSON.parse(JSON.stringify(reading.value))).toEqual(reading.value);
    const { type, fields, pages } = assembleDocument([reading.value]);
    expect(type).toBe('birth');
    expect(fields['full_name']?.value).toBe(truth.fields['full_name']);
    expect(fields['date_of_birth']?.value).toBe(truth.fields['date_of_birth']);
    expect(pages[0]?.traits).toMatchObject({ redSeal: true, signature: true });
  }, 180_000);

  it('reads a page lying upside down and says where its text stands on the input', async () => {
    const { jpeg } = await drawOriginal({ kind: 'judgment', seed: 'turned' });
    const upright = await recogniser.readPage(jpeg);
    const turned = await recogniser.readPage(await sharp(jpeg).rotate(180).jpeg({ quality: 90 }).toBuffer());
    if (!upright.ok || !turned.ok) throw new Error('not read');
    expect(turned.value.rotation).toBe(180);
    const title = /TRÍCH LỤC|BẢN ÁN/u;
    const boxOf = (page: typeof upright.value) =>
      toInputBox(page, page.lines.find((line) => title.test(line.text))!.box);
    const [x, y, width, height] = boxOf(upright.value);
    const [turnedX, turnedY] = boxOf(turned.value);
    const { width: pageWidth, height: pageHeight } = upright.value;
    expect(Math.abs(pageWidth - x - width - turnedX)).toBeLessThan(25);
    expect(Math.abs(pageHeight - y - height - turnedY)).toBeLessThan(25);
  }, 180_000);

  it('reads a page turned a quarter and ten degrees more, and finds its head on the input', async () => {
    const { jpeg } = await drawOriginal({ kind: 'judgment', seed: 'turned' });
    const askew = await sharp(jpeg).rotate(100, { background: '#ececec' }).jpeg({ quality: 90 }).toBuffer();
    const reading = await recogniser.readPage(askew);
    if (!reading.ok) throw new Error(reading.error.code);
    expect(reading.value.rotation).toBe(90);
    expect(Math.abs(reading.value.skewDegrees + 10)).toBeLessThan(0.5);
    expect(reading.value.confidence).toBeGreaterThan(0.8);
    const motto = reading.value.lines.find((line) => /CỘNG HÒA XÃ HỘI/u.test(line.text));
    // The head of the page lies to the right of the picture, and its lines run downwards.
    const [x, , width, height] = toInputBox(reading.value, motto!.box);
    expect(x).toBeGreaterThan(reading.value.width * 0.6);
    expect(height).toBeGreaterThan(width);
  }, 180_000);

  it('reads a sheet photographed on a dark table', async () => {
    const { jpeg, truth } = await drawOriginal({ kind: 'birth', seed: 'photographed' });
    const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const [wide, high] = [2600, 3600];
    const pixels = new Uint8Array(wide * high * 3).fill(70);
    // What the corners of the photograph would show if the table were the page's own plane.
    const corners: Quad = [
      [-260, -150],
      [info.width + 180, -210],
      [info.width + 330, info.height + 160],
      [-120, info.height + 240],
    ];
    const toPage = projectOnto(corners, wide, high);
    for (let y = 0; y < high; y += 1) {
      for (let x = 0; x < wide; x += 1) {
        const [u, v] = projectPoint(toPage, x, y).map(Math.round) as [number, number];
        if (u < 0 || v < 0 || u >= info.width || v >= info.height) continue;
        const from = (v * info.width + u) * 3;
        pixels.set(data.subarray(from, from + 3), (y * wide + x) * 3);
      }
    }
    const photo = await sharp(pixels, { raw: { width: wide, height: high, channels: 3 } })
      .jpeg({ quality: 90 })
      .toBuffer();
    const reading = await recogniser.readPage(photo);
    if (!reading.ok) throw new Error(reading.error.code);
    expect(reading.value.upright.perspective).toBeDefined();
    const { type, fields } = assembleDocument([reading.value]);
    expect(type).toBe('birth');
    expect(fields['full_name']?.value).toBe(truth.fields['full_name']);
  }, 180_000);

  it('reads both sides of a card, and knows it by either', async () => {
    const [front, back] = await Promise.all(
      (['cccd-front', 'cccd-back'] as const).map((kind) => drawOriginal({ kind, seed: 'card' })),
    );
    const readings = await Promise.all([front!, back!].map(({ jpeg }) => recogniser.readPage(jpeg)));
    const [frontReading, backReading] = readings.map((reading) => (reading.ok ? reading.value : undefined));
    const { type, fields, flags } = assembleDocument([frontReading!]);
    expect(type).toBe('cccd');
    for (const [name, value] of Object.entries(front!.truth.fields)) expect(fields[name]?.value).toBe(value);
    expect(flags.filter(({ code }) => code !== 'expired')).toEqual([]);
    const backOnly = assembleDocument([backReading!]);
    expect(backOnly.type).toBe('cccd');
    expect(backOnly.fields['number']?.value).toBe(back!.truth.fields['number']);
    expect(backOnly.flags).toEqual([]);
  }, 180_000);

  it('reads stamps that say copy or secret, on a frame and on plain paper', async () => {
    for (const [kind, code] of [
      ['copy-stamped', 'marked-as-copy'],
      ['secret-stamped', 'secrecy-mark'],
    ] as const) {
      const { jpeg } = await drawOriginal({ kind, seed: 'r1' });
      const reading = await recogniser.readPage(jpeg);
      if (!reading.ok) throw new Error(reading.error.code);
      expect(assembleDocument([reading.value]).flags.map((flag) => flag.code)).toEqual([code]);
    }
  }, 180_000);

  it('answers what is no page with a code and goes on', async () => {
    const answers = await Promise.all([
      recogniser.readPage(new Uint8Array()),
      recogniser.readPage(Buffer.from('%PDF-1.7')),
    ]);
    expect(answers).toMatchObject([
      { ok: false, error: { code: 'image.unreadable' } },
      { ok: false, error: { code: 'image.unreadable' } },
    ]);
  }, 60_000);

  it('kills and replaces a worker that exceeds the deadline', async () => {
    const strict = createRecogniser({ workers: 1, deadlineMs: 40, log });
    try {
      await strict.warmUp();
      const { jpeg } = await drawOriginal({ kind: 'judgment', seed: 'slow' });
      const [late, next] = await Promise.all([strict.readPage(jpeg), strict.readPage(new Uint8Array())]);
      expect(late).toMatchObject({ ok: false, error: { code: 'recognition.timeout' } });
      // The queue goes on with a fresh worker.
      expect(next).toMatchObject({ ok: false, error: { code: 'image.unreadable' } });
    } finally {
      await strict.close();
    }
    expect(await strict.readPage(new Uint8Array())).toMatchObject({
      ok: false,
      error: { code: 'recognition.engine-failed' },
    });
  }, 120_000);
});
