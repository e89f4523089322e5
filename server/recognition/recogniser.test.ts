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
    const reading = await recogniser.readPage(jpeg);
    if (!reading.ok) throw new Error(reading.error.code);
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
