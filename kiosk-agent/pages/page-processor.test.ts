import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { PageProcessor } from './page-processor.ts';

const processor = new PageProcessor();
afterAll(() => processor.close());

const page = async (shade: number): Promise<Uint8Array> => {
  const background = { r: shade, g: 200, b: 120 };
  return sharp({ create: { width: 300 + shade, height: 420, channels: 3, background } })
    .jpeg()
    .toBuffer();
};

describe('the page processor', () => {
  it('rehearses without giving an answer to anybody', async () => {
    const warm = new PageProcessor();
    warm.warmUp();
    const result = await warm.preparePage('a', await page(40), 300);
    expect(result).toMatchObject({ ok: true, value: { widthPx: 340 } });
    await warm.close();
  });

  it('gives each page its own answer, also behind a page under which its thread died', async () => {
    const [first, second, third] = [await page(10), await page(20), await page(30)];
    const results = await Promise.all([
      processor.preparePage('a', first, 300),
      // Nothing a scanner can send: the thread dies of it.
      processor.preparePage('b', null as unknown as Uint8Array, 300),
      processor.preparePage('c', second, 300),
      processor.preparePage('d', third, 300),
    ]);
    expect(results.map((result) => (result.ok ? result.value.widthPx : result.error.code))).toEqual([
      310,
      'image.unreadable',
      320,
      330,
    ]);
  });
});
