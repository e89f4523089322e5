import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPage, examinePage } from './check-page.ts';
import type { Raster } from './raster.ts';

const WIDTH = 2480;
const HEIGHT = 3508;
const LINE = 'Họ, chữ đệm, tên người được cấp giấy: đăng ký tại Ủy ban nhân dân';

const textLines = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) =>
      `<text x="260" y="${420 + i * 90}" font-size="46" font-family="DejaVu Serif, serif">${LINE.slice(i % 7)}</text>`,
  ).join('');

const sealRing =
  '<g fill="none" stroke="#d2202a" stroke-width="9"><circle cx="1700" cy="2750" r="220"/><circle cx="1700" cy="2750" r="150" stroke-width="4"/></g><text x="1590" y="2765" font-size="44" fill="#d2202a">UBND XÃ</text>';
const signatureStroke =
  '<path d="M1480 3040 C1560 2880 1600 3140 1680 2960 S1780 3120 1860 2940 1980 3080 2060 2960" fill="none" stroke="#1b2f8f" stroke-width="9"/>';

const draw = (content: string, paper = '#fbfaf7'): Sharp =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="${paper}"/>${content}</svg>`,
    ),
  ).flatten();

async function toRaster(image: Sharp, resolutionDpi = 300): Promise<Raster> {
  const { data, info } = await image
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data, resolutionDpi };
}

/** A picture to go on working with: steps of one sharp call run in an order of sharp's own. */
const settle = (image: Sharp): Promise<Buffer> =>
  image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();

const codesOf = async (image: Sharp): Promise<string[]> =>
  (await checkPage(await toRaster(image))).problems.map((problem) => problem.code);

let page: Buffer;
beforeAll(async () => {
  page = await settle(draw(textLines(22) + sealRing + signatureStroke));
});

describe('checkPage', () => {
  it('finds nothing wrong with a good page', async () => {
    expect(await checkPage(await toRaster(sharp(page)))).toMatchObject({
      problems: [],
      skewDegrees: 0,
      rotation: 0,
    });
  });

  it('says blank of an empty side', async () => {
    expect(await codesOf(draw(''))).toEqual(['blank']);
  });

  it('tells blur from motion', async () => {
    const still = Array.from({ length: 31 }, () => 0);
    const across = { width: 31, height: 3, kernel: [...still, ...still.map(() => 1), ...still] };
    expect(await codesOf(sharp(page).blur(5))).toEqual(['blur']);
    expect(await codesOf(sharp(page).convolve(across))).toEqual(['motion']);
  });

  it.each([90, 180, 270] as const)('sees a page lying turned by %i degrees', async (rotation) => {
    const check = await checkPage(await toRaster(sharp(page).rotate(rotation)));
    expect(check.rotation).toBe(rotation);
    expect(check.problems.map((problem) => problem.code)).toEqual(['upside-down']);
  });

  it.each([-12, -5, 5, 14])('measures a skew of %i degrees', async (skew) => {
    const turned = sharp(page).rotate(-skew, { background: '#fbfaf7' });
    const check = await checkPage(await toRaster(turned));
    expect(check.skewDegrees).toBeCloseTo(skew, 0);
    expect(check.problems.map((problem) => problem.code)).toContain('skew');
  });

  it('leaves a slight skew to the reader', async () => {
    expect(await codesOf(sharp(page).rotate(2, { background: '#fbfaf7' }))).toEqual([]);
  });

  it('names the side where the text is cut off', async () => {
    const shifted = await settle(
      sharp(page)
        .extract({ left: 420, top: 0, width: WIDTH - 420, height: HEIGHT })
        .extend({ right: 420, background: '#2a2a2c' }),
    );
    const { problems } = await checkPage(await toRaster(sharp(shifted)));
    expect(problems).toMatchObject([{ code: 'cut-off', box: [0, 0, expect.any(Number), HEIGHT] }]);
  });

  it('finds the reflection on a dim page', async () => {
    const glow = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><defs><radialGradient id="g"><stop offset="0.55" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs><ellipse cx="1200" cy="1000" rx="500" ry="240" fill="url(#g)"/></svg>`,
    );
    const dim = await settle(sharp(page).linear(0.84, 0));
    const lit = sharp(dim).composite([{ input: glow }]);
    const { problems } = await checkPage(await toRaster(lit));
    expect(problems).toHaveLength(1);
    const [x, y, width, height] = problems[0]?.box ?? [0, 0, 0, 0];
    expect(problems[0]?.code).toBe('glare');
    expect([x < 1200, x + width > 1200, y < 1000, y + height > 1000]).toEqual([true, true, true, true]);
  });

  it('sees a finger that reaches in from the edge', async () => {
    const finger = '<ellipse cx="2440" cy="1900" rx="330" ry="120" fill="#c99274"/>';
    expect(await codesOf(draw(textLines(14) + finger))).toEqual(['fingers']);
  });

  it('sees that a page was enlarged from 100 dots per inch', async () => {
    const coarse = await sharp(page).resize(827, 1169, { kernel: 'cubic' }).png().toBuffer();
    expect(await codesOf(sharp(coarse).resize(WIDTH, HEIGHT, { kernel: 'cubic' }))).toEqual([
      'low-resolution',
    ]);
  });

  it.each([
    ['150 dots per inch, to twice the size', 150, 'cubic'],
    ['100 dots per inch, each repeated', 100, 'nearest'],
  ] as const)('sees that a page was enlarged from %s', async (_, dpi, kernel) => {
    const small = await sharp(page)
      .resize(Math.round((WIDTH * dpi) / 300), Math.round((HEIGHT * dpi) / 300))
      .png()
      .toBuffer();
    const enlarged = await settle(sharp(small).resize(WIDTH, HEIGHT, { kernel, fit: 'fill' }));
    expect(await codesOf(sharp(enlarged))).toContain('low-resolution');
  });

  it('calls motion along a slant motion, too', async () => {
    const slant = Array.from({ length: 31 * 31 }, (_, i) => (i % 31 === Math.floor(i / 31) ? 1 : 0));
    expect(await codesOf(sharp(page).convolve({ width: 31, height: 31, kernel: slant }))).toContain('motion');
  });

  it('takes what shines through and punched holes for an empty side', async () => {
    const through = '<g opacity="0.08">'.concat(textLines(30), '</g>');
    const holes =
      '<circle cx="110" cy="1500" r="34" fill="#444"/><circle cx="110" cy="2000" r="34" fill="#444"/>';
    expect(await codesOf(draw(through + holes))).toEqual(['blank']);
  });

  it('does not take ink that has paled for an empty side', async () => {
    const pale = await settle(sharp(page).linear(0.28, 180));
    const { check, traits } = await examinePage(await toRaster(sharp(pale)));
    expect([check.problems, traits.faded]).toEqual([[], true]);
  });

  it.each([
    ['dark glass', '#1c1c1e'],
    ['a grey lid', '#e8e8ea'],
  ])('finds nothing wrong with a small framed sheet lying slightly skewed on %s', async (_, bed) => {
    const frame = `<rect x="70" y="70" width="${WIDTH - 140}" height="${HEIGHT - 140}" fill="none" stroke="#733" stroke-width="9"/>`;
    const sheet = await settle(draw(textLines(22) + sealRing + frame));
    const small = await settle(sharp(sheet).resize(Math.round(WIDTH * 0.705)));
    const turned = await sharp(small).rotate(2, { background: bed }).png().toBuffer();
    expect(
      await codesOf(
        sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: bed } }).composite([
          { input: turned, left: 40, top: 40 },
        ]),
      ),
    ).toEqual([]);
  });

  it('finds the streak that lamination reflects, and calls it so', async () => {
    const streak = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><defs><linearGradient id="g" x1="0" x2="1"><stop offset="0" stop-color="#fff" stop-opacity="0"/><stop offset="0.4" stop-color="#fff"/><stop offset="0.6" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient></defs><rect x="900" y="-600" width="360" height="4700" transform="rotate(12 1240 1754)" fill="url(#g)"/></svg>`,
    );
    const foil = await settle(sharp(page).linear(0.9, 0));
    const lit = await settle(sharp(foil).composite([{ input: streak }]));
    const { check, traits } = await examinePage(await toRaster(sharp(lit)));
    expect(check.problems.map(({ code }) => code)).toEqual(['glare']);
    expect(traits.laminationGlareBoxes).toHaveLength(1);
  });

  it('takes white labels with hard edges for what they are', async () => {
    const label = '<rect x="900" y="900" width="700" height="300" fill="#fff"/>';
    expect(await codesOf(draw(textLines(5) + label, '#e8e2cf'))).toEqual([]);
  });

  it('refuses less than 200 dots per inch', async () => {
    const { problems } = await checkPage(await toRaster(sharp(page).resize(1240), 150));
    expect(problems.map((problem) => problem.code)).toEqual(['low-resolution']);
  });
});

describe('examinePage', () => {
  it('finds red seal and signature with their boxes', async () => {
    const { traits } = await examinePage(await toRaster(sharp(page)));
    expect(traits).toMatchObject({ redSeal: true, signature: true, blackAndWhite: false, erasure: false });
    const [x, y, width, height] = traits.redSealBoxes[0]!;
    expect(Math.abs(x + width / 2 - 1700)).toBeLessThan(40);
    expect(Math.abs(y + height / 2 - 2750)).toBeLessThan(40);
    expect([width, height].every((side) => Math.abs(side - 440) < 70)).toBe(true);
  });

  it('finds the signature across the seal of a black-and-white copy', async () => {
    const across =
      '<path d="M1700 2800 C1780 2640 1820 2900 1900 2720 S2000 2880 2080 2700 2200 2840 2280 2720" fill="none" stroke="#1b2f8f" stroke-width="9"/>';
    const signed = await settle(draw(textLines(20) + sealRing + across));
    const copy = await settle(sharp(signed).greyscale().linear(3, -300));
    const sealed = await settle(draw(textLines(20) + sealRing));
    const unsigned = await settle(sharp(sealed).greyscale().linear(3, -300));
    const traitsOf = async (image: Buffer) => (await examinePage(await toRaster(sharp(image)))).traits;
    expect([(await traitsOf(copy)).signature, (await traitsOf(unsigned)).signature]).toEqual([true, false]);
  });

  it('finds the corner torn off a sheet on dark glass, but not one that is cut straight', async () => {
    const rough = Array.from({ length: 41 }, (_, i) => `${i * 10},${400 - i * 10 + ((i * 37) % 29) - 14}`);
    const onGlass = async (corner: string) => {
      const sheet = await settle(draw(`${textLines(20)}<polygon points="0,0 ${corner}" fill="#1c1c1e"/>`));
      return settle(
        sharp(sheet)
          .resize(2300)
          .extend({ top: 90, left: 90, right: 90, bottom: 164, background: '#1c1c1e' }),
      );
    };
    const traitsOf = async (image: Buffer) => (await examinePage(await toRaster(sharp(image)))).traits;
    expect((await traitsOf(await onGlass(rough.join(' ')))).torn).toBe(true);
    expect((await traitsOf(await onGlass('0,400 400,0'))).torn).toBe(false);
  });

  it('knows a black-and-white copy by its lack of colour', async () => {
    const copy = await settle(sharp(page).greyscale().linear(3, -300));
    const { traits } = await examinePage(await toRaster(sharp(copy)));
    expect(traits).toMatchObject({ redSeal: false, blackAndWhite: true });
  });
});
