import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Recognition } from '@saoy/contracts/recognition';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BadImage,
  makeBrokenFiles,
  makeEmptyShapes,
  makeForeignFiles,
  makeOddPages,
} from '../../tests/fixtures/bad-images.ts';
import { drawOriginal } from '../../tests/fixtures/originals/index.ts';
import { recogniseFiles } from './recognise-files.ts';

type Answer = Partial<Recognition> & {
  readonly file?: string;
  readonly error?: { readonly code: string; readonly detail?: string };
};

const log = pino({ level: 'silent' });
const slowMs = 300_000;

describe('recogniseFiles given what is no page, or an odd one', () => {
  let folder: string;
  let page: Uint8Array;
  let name: string;
  const inFolder = (file: string) => path.join(folder, file);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'saoy-bad-'));
    const { jpeg, truth } = await drawOriginal({ kind: 'birth', seed: 'bad-input' });
    page = jpeg;
    name = truth.fields['full_name']!;
    await writeFile(inFolder('good.jpg'), page);
  }, slowMs);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const write = (files: readonly BadImage[]): Promise<string[]> =>
    Promise.all(
      files.map(async ({ bytes }, index) => {
        // A wrong ending says nothing: the bytes decide.
        const file = inFolder(`${index}.jpg`);
        await writeFile(file, bytes);
        return file;
      }),
    );
  const readEach = async (files: readonly string[]) => {
    const { json, exitCode } = await recogniseFiles(files, { each: true, log, deadlineMs: 120_000 });
    return { answers: json as Answer[], exitCode };
  };

  it(
    'says of every foreign or broken file what it is, and reads the good page behind them',
    async () => {
      const bad = [...(await makeForeignFiles()), ...(await makeBrokenFiles(page))];
      const files = await write(bad);
      const { answers, exitCode } = await readEach([...files, inFolder('good.jpg')]);
      expect(exitCode).toBe(1);
      for (const [index, { name: what, code, detail }] of bad.entries()) {
        const { file, error } = answers[index]!;
        expect([what, file, error?.code]).toEqual([what, files[index], code]);
        if (detail !== undefined) expect(error?.detail, what).toMatch(detail);
      }
      expect(answers.at(-1)).toMatchObject({ type: 'birth', fields: { full_name: { value: name } } });
    },
    slowMs,
  );

  it(
    'refuses what is not there, a folder, and what might never end',
    async () => {
      const paths = [inFolder('missing.jpg'), folder];
      if (process.platform !== 'win32') {
        execFileSync('mkfifo', [inFolder('pipe')]);
        paths.push(inFolder('pipe'), '/dev/zero');
      }
      const { answers, exitCode } = await readEach(paths);
      expect(exitCode).toBe(1);
      expect(answers.map(({ error }) => error?.code)).toEqual(paths.map(() => 'image.unreadable'));
    },
    slowMs,
  );

  it(
    'reads a page in colours, depths and layers that scanners do not deliver',
    async () => {
      const guises = (await makeOddPages(page)).filter(({ name: guise }) =>
        /CMYK|16-bit TIFF|palette/.test(guise),
      );
      expect(guises).toHaveLength(3);
      const { answers, exitCode } = await readEach(await write(guises));
      expect(
        answers.map(({ error, fields }, at) => [guises[at]!.name, error ?? fields?.['full_name']?.value]),
      ).toEqual(guises.map((guise) => [guise.name, name]));
      expect(exitCode).toBe(0);
    },
    slowMs,
  );

  it(
    'answers pictures without anything to read as papers of no known type',
    async () => {
      const shapes = await makeEmptyShapes();
      const { answers, exitCode } = await readEach(await write(shapes));
      expect(answers.map(({ error, type }, at) => [shapes[at]!.name, error?.code ?? type])).toEqual(
        shapes.map((shape) => [shape.name, 'other']),
      );
      expect(exitCode).toBe(0);
    },
    slowMs,
  );

  it(
    'gives boxes in pixels as stored, whichever way EXIF lets a viewer turn them',
    async () => {
      const turned = await sharp(page)
        .rotate(270)
        .withMetadata({ orientation: 6, density: 300 })
        .jpeg()
        .toBuffer();
      const tagged = await sharp(page).withMetadata({ orientation: 3, density: 300 }).jpeg().toBuffer();
      const [good, ...files] = [inFolder('good.jpg'), inFolder('phone.jpg'), inFolder('tagged.jpg')];
      await writeFile(files[0]!, turned);
      await writeFile(files[1]!, tagged);
      const { answers } = await readEach([good, ...files]);
      const [plain, phone, upsideDown] = answers.map((answer) => ({
        box: answer.fields!['full_name']!.box,
        rotation: answer.pages![0]!.rotation,
        problems: answer.pages![0]!.problems.map(({ code }) => code),
      }));
      const { width = 0 } = await sharp(page).metadata();
      const [x, y, w, h] = plain!.box;
      const near = (box: readonly number[], other: readonly number[]) =>
        box.every((value, at) => Math.abs(value - other[at]!) < 20);
      expect(near(phone!.box, [y, width - x - w, h, w])).toBe(true);
      expect(phone).toMatchObject({ rotation: 270, problems: [] });
      expect(near(upsideDown!.box, plain!.box)).toBe(true);
      expect(upsideDown).toMatchObject({ rotation: 0, problems: ['upside-down'] });
    },
    slowMs,
  );

  it(
    'makes one document of several files only when every page of it can be read',
    async () => {
      await writeFile(inFolder('text.png'), 'no picture');
      const files = ['good.jpg', 'text.png', 'good.jpg'];
      const { json, exitCode } = await recogniseFiles(files, { log, locate: inFolder });
      expect(exitCode).toBe(1);
      expect(json).toMatchObject({ file: 'text.png', error: { code: 'image.unreadable' } });
    },
    slowMs,
  );
});
