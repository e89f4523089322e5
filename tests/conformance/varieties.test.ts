import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certifiedCopy, digitalCopy, pageOf } from '../../server/issuance/rendering/copy.fixture.ts';
import type { CopyInput, PageImage } from '../../server/issuance/rendering/copy-input.ts';
import { renderCopy } from '../../server/issuance/rendering/render-copy.ts';
import { JudgeProcess } from './judges/judge-process.ts';
import { findJavaJudges } from './judges/judge-tools.ts';

const program = findJavaJudges();

/** A page whose image went through one of the ways in which scanners and cameras encode. */
const encodedPage = async (encode: (image: Sharp) => Sharp): Promise<PageImage> => {
  const page = await pageOf(210, 297);
  const jpeg = await encode(sharp(page.jpeg)).toBuffer();
  return { ...page, jpeg };
};
const lineOf = (text: string, i: number) => ({
  text,
  box: [90, 90 + i * 40, 400, 26] as const,
  confidence: 0.4,
});

const stampOf = (red: number, blue: number): Promise<Buffer> =>
  sharp({ create: { width: 90, height: 90, channels: 4, background: { r: red, g: 0, b: blue, alpha: 0.6 } } })
    .png()
    .toBuffer();

const withImages = async (input: CopyInput): Promise<CopyInput> => {
  if (input.product !== 'certified') throw new Error('a certified copy was expected');
  return {
    ...input,
    authority: { ...input.authority, sealPng: await stampOf(200, 0) },
    certifier: { ...input.certifier, signaturePng: await stampOf(0, 200) },
  };
};

const varieties: readonly (readonly [string, () => Promise<CopyInput>])[] = [
  ['grey pages', async () => digitalCopy([await encodedPage((image) => image.greyscale().jpeg())])],
  [
    'progressive JPEGs',
    async () => digitalCopy([await encodedPage((image) => image.jpeg({ progressive: true }))]),
  ],
  [
    'JPEGs with a colour profile and camera data',
    async () => digitalCopy([await encodedPage((image) => image.withMetadata().jpeg())]),
  ],
  [
    'pages lying in every direction',
    async () =>
      certifiedCopy(
        await Promise.all(([0, 90, 180, 270] as const).map((rotation) => pageOf(210, 297, { rotation }))),
      ),
  ],
  [
    'cards and wide sheets',
    async () => certifiedCopy([await pageOf(420, 297), await pageOf(54, 86), await pageOf(86, 54)]),
  ],
  [
    'a seal and a signature with transparency',
    async () => withImages(certifiedCopy([await pageOf(210, 297)])),
  ],
  [
    'English words at the foot',
    async () => ({ ...certifiedCopy([await pageOf(210, 297)]), locale: 'en' as const }),
  ],
  [
    'what a reader makes of stains and foreign scripts',
    async () => {
      const lines = [
        '',
        '\u0000\u0007',
        '😀漢字',
        'Đúng\u200b',
        'e\u0302\u0301',
        '\u202egnud',
        '‰™ﬁ',
        'a\u0301\u0323',
      ].map(lineOf);
      return digitalCopy([await pageOf(210, 297, { lines })]);
    },
  ],
  [
    'blank pages and no watermark',
    async () => {
      const input = digitalCopy([await pageOf(210, 297, { lines: [] })]);
      return { ...input, authority: { ...input.authority, watermark: '' } } as CopyInput;
    },
  ],
  [
    'names with every Vietnamese letter',
    async () => {
      const input = certifiedCopy([await pageOf(210, 297)]);
      if (input.product !== 'certified') throw new Error('a certified copy was expected');
      return {
        ...input,
        certifier: { ...input.certifier, fullName: 'Đặng Thị Ngọc Uyển Nhữ Quỹ Ỷ Ẵ Ỡ & <Sơn>' },
      };
    },
  ],
  ['twenty pages', async () => certifiedCopy(Array.from({ length: 20 }, () => small))],
];
let small: PageImage;

describe.runIf(program !== null)('veraPDF, whatever is copied,', () => {
  let folder: string;
  let java: JudgeProcess;
  beforeAll(async () => {
    java = new JudgeProcess(program!);
    folder = await mkdtemp(join(tmpdir(), 'saoy-varieties-'));
    small = await pageOf(105, 148);
  });
  afterAll(async () => {
    await java.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(varieties)('finds PDF/A-2u in a copy with %s', async (name, inputOf) => {
    const input = await inputOf();
    const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.pdf`);
    await writeFile(file, await renderCopy(input));
    expect(await java.ask({ do: 'verapdf', flavour: '2u', file })).toMatchObject({
      isCompliant: true,
      failed: [],
    });
    // The tags: nothing but the field that is signed second, see the document on conformance.
    const rules = (await java.ask<{ failed: string[] }>({ do: 'verapdf', flavour: 'ua1', file })).failed;
    const expected = input.product === 'certified' ? ['5-1', '7.18.4-1'] : [];
    expect(rules.map((rule) => rule.split(' ', 1)[0])).toEqual(expected);
  });
});
