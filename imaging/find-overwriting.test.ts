import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { examinePage } from './check-page.ts';
import type { Box, Raster } from './raster.ts';

const WIDTH = 2480;
const HEIGHT = 3508;
const PEN = '#22308c';
const lines = Array.from(
  { length: 22 },
  (_, i) =>
    `<text x="260" y="${420 + i * 90}" font-size="46" font-family="DejaVu Serif, serif">Ngày, tháng, năm sinh: 24/02/1977 đăng ký tại Ủy ban nhân dân</text>`,
).join('');

const traitsOf = async (over: string, paper = '#fbfaf7') => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="${paper}"/>${lines}${over}</svg>`;
  const jpeg = await sharp(Buffer.from(svg)).flatten().jpeg({ quality: 88 }).toBuffer();
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  const raster: Raster = {
    width: info.width,
    height: info.height,
    channels: 3,
    data,
    resolutionDpi: 300,
  };
  return (await examinePage(raster)).traits;
};

const isAround = ([x, y, width, height]: Box, atX: number, atY: number): boolean =>
  x <= atX && atX <= x + width && y <= atY && atY <= y + height;

const stroke = (path: string, ink: string, width = 6): string =>
  `<path d="${path}" fill="none" stroke="${ink}" stroke-width="${width}" stroke-linecap="round"/>`;
/** A three over a printed letter of the second line. */
const three = 'M410 484 q24 -20 26 2 q0 14 -18 16 q24 2 20 18 q-8 18 -32 4';

describe('findOverwriting', () => {
  it('sees a digit written in blue over black print, and where', async () => {
    const { overwriting, overwritingBoxes } = await traitsOf(stroke(three, PEN));
    expect(overwriting).toBe(true);
    expect(overwritingBoxes).toHaveLength(1);
    expect(isAround(overwritingBoxes[0]!, 425, 500)).toBe(true);
  });

  it('sees a thick digit over print of the same ink', async () => {
    const clotted = `<text x="822" y="602" font-size="52" font-weight="bold" font-family="DejaVu Sans, sans-serif" stroke="#000" stroke-width="4">58</text>`;
    const { overwritingBoxes } = await traitsOf(clotted);
    expect(overwritingBoxes).toHaveLength(1);
    expect(isAround(overwritingBoxes[0]!, 850, 585)).toBe(true);
  });

  it.each(['#000', PEN])('sees a word that a stroke of the ink %s runs through', async (ink) => {
    const { overwritingBoxes } = await traitsOf(stroke('M384 500 L560 496', ink, 5));
    expect(overwritingBoxes).toHaveLength(1);
    expect(isAround(overwritingBoxes[0]!, 470, 498)).toBe(true);
  });

  it('sees nothing on print, underlined words, dotted lines filled in by pen, and signed names', async () => {
    const dots = `<path d="M300 2560 H1400" stroke="#222" stroke-width="4" stroke-dasharray="4 9"/>`;
    const entry = `<text x="320" y="2556" font-size="56" fill="${PEN}" font-family="DejaVu Sans, sans-serif">Nguyễn gya pq 12</text>`;
    const name = `<text x="1500" y="3060" font-size="46" font-family="DejaVu Serif, serif">Trần Quốc Giang</text>`;
    const signature = stroke(
      'M1480 3040 C1560 2880 1600 3140 1680 2960 S1780 3120 1860 2940 1980 3080 2060 2960',
      PEN,
      9,
    );
    const underline = stroke('M262 522 H760', '#000', 4);
    const { overwritingBoxes, stainBoxes } = await traitsOf(dots + entry + name + signature + underline);
    expect({ overwritingBoxes, stainBoxes }).toEqual({ overwritingBoxes: [], stainBoxes: [] });
  });
});

describe('findStains', () => {
  it('sees a dark blot over a part of the text', async () => {
    const blot = `<ellipse cx="900" cy="860" rx="160" ry="90" fill="#241a12" fill-opacity=".94"/>`;
    const { stained, stainBoxes } = await traitsOf(blot);
    expect(stained).toBe(true);
    expect(isAround(stainBoxes[0]!, 900, 860)).toBe(true);
  });

  it('takes the solid parts of a seal, punched holes, a dark edge and a picture away from the text for what they are', async () => {
    const holes = [900, 1850].map((y) => `<circle cx="110" cy="${y}" r="34" fill="#333"/>`).join('');
    const edge = `<rect x="0" y="0" width="40" height="${HEIGHT}" fill="#222"/>`;
    const picture = `<rect x="300" y="2700" width="350" height="470" fill="#c9b8a8"/><ellipse cx="475" cy="2840" rx="120" ry="80" fill="#1a1512"/><rect x="340" y="3020" width="270" height="150" fill="#222a44"/>`;
    const seal = `<g fill="none" stroke="#b3182a" stroke-width="9"><circle cx="1500" cy="2300" r="220"/></g><path d="M1420 2290h160l-20 90h-120z" fill="#b3182a"/>`;
    const { stainBoxes } = await traitsOf(holes + edge + picture + seal);
    expect(stainBoxes).toEqual([]);
  });
});
