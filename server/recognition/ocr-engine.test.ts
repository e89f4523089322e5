import { createRequire } from 'node:module';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GreyImage } from './grey-image.ts';
import { type OcrEngine, startOcrEngine } from './ocr-engine.ts';
import { READING_DPI } from './straighten-page.ts';

const require = createRequire(import.meta.url);
const tinos = path.join(
  path.dirname(require.resolve('@expo-google-fonts/tinos/package.json')),
  '400Regular/Tinos_400Regular.ttf',
);

async function drawLine(text: string): Promise<GreyImage> {
  const letters = await sharp({
    text: {
      text: `<span foreground="black">${text}</span>`,
      font: 'Tinos 14',
      fontfile: tinos,
      dpi: READING_DPI,
      rgba: true,
    },
  })
    .png()
    .toBuffer();
  const { data, info } = await sharp(letters)
    .flatten({ background: 'white' })
    .extend({ top: 40, bottom: 40, left: 40, right: 40, background: 'white' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: data.filter((_, i) => i % info.channels === 0) };
}

describe('the engine with its Vietnamese data', () => {
  let engine: OcrEngine;
  beforeAll(async () => {
    engine = await startOcrEngine('vie');
  }, 60_000);
  afterAll(() => engine.close());

  it.each([
    'Họ và tên: Bùi Thị Mỵ Trâm, Cù Ngọc Mỹ Ly',
    'Họ, chữ đệm, tên: NGUYỄN THỊ MỴ',
    'UBND xã Phổ Thuận, huyện Ân Thi, tỉnh Hưng Yên',
    'Chị Từ Thùy Ngà được ly hôn với anh La Thế Vinh.',
    'Ủy ban nhân dân quận Thủ Đức, ngày 27 tháng 08 năm 2015',
  ])('reads every mark of "%s"', async (text) => {
    const { lines } = await engine.read(await drawLine(text), READING_DPI, 'page');
    expect(lines.map((line) => line.text).join('\n')).toBe(text);
  });
});
