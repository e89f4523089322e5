import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { examinePage } from './check-page.ts';
import type { Raster } from './raster.ts';

const WIDTH = 2480;
const HEIGHT = 1754;
const lines = Array.from(
  { length: 10 },
  (_, i) =>
    `<text x="260" y="${500 + i * 120}" font-size="46" font-family="DejaVu Serif, serif">Họ, chữ đệm, tên người được cấp giấy</text>`,
).join('');

interface Patch {
  readonly grain: number;
  readonly shade: number;
}

/** A page whose grain is drawn pixel by pixel, with one patch of another grain, under light that may grow. */
async function scan(patch: Patch | undefined, light: (x: number, y: number) => number): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#f8f8f8"/>${lines}</svg>`;
  const { data } = await sharp(Buffer.from(svg)).flatten().raw().toBuffer({ resolveWithObject: true });
  let state = 7;
  const noise = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  for (let y = 0, at = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1, at += 3) {
      const isPatch = patch !== undefined && x >= 1400 && x < 1900 && y >= 1060 && y < 1180;
      const shade = isPatch ? patch.shade : data[at]!;
      const step = (noise() + noise()) * (isPatch ? patch.grain : 7);
      const level = Math.max(0, Math.min(255, Math.round(shade * light(x, y) + step)));
      data[at] = level;
      data[at + 1] = level;
      data[at + 2] = level;
    }
  }
  return { width: WIDTH, height: HEIGHT, channels: 3, data, resolutionDpi: 300 };
}

const even = (): number => 1;

describe('findErasures', () => {
  it.each([
    ['flat, as correction fluid is', { grain: 1, shade: 252 }],
    ['rough, as scraped fibres are', { grain: 22, shade: 238 }],
  ])('finds a patch that is %s', async (_, patch) => {
    const { traits } = await examinePage(await scan(patch, even));
    expect(traits.erasureBoxes).toHaveLength(1);
    const [x, y, width, height] = traits.erasureBoxes[0]!;
    expect([x, y, x + width, y + height].map((side) => Math.round(side / 100))).toEqual([14, 11, 19, 12]);
  });

  it('takes paper that is lit to white on one side for what it is', async () => {
    const { traits } = await examinePage(
      await scan(undefined, (x, y) => 0.98 + (x / WIDTH) * 0.05 + (y / HEIGHT) * 0.03),
    );
    expect(traits.erasureBoxes).toEqual([]);
  });
});
