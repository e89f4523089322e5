import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  makeBrokenFiles,
  makeEmptyShapes,
  makeForeignFiles,
  makeOddPages,
} from '../tests/fixtures/bad-images.ts';
import { drawOriginal } from '../tests/fixtures/originals/index.ts';
import { decodeImage } from './decode-image.ts';
import type { Raster } from './raster.ts';

/** Mean difference of two pictures of one size, looked at from afar. */
async function differenceOf(a: Raster, b: Raster): Promise<number> {
  const [small, other] = await Promise.all(
    [a, b].map(({ data, width, height }) =>
      sharp(data, { raw: { width, height, channels: 3 } })
        .resize(200)
        .raw()
        .toBuffer(),
    ),
  );
  return small!.reduce((sum, value, at) => sum + Math.abs(value - other![at]!), 0) / small!.length;
}

describe('decodeImage given what is no page, or an odd one', () => {
  let page: Uint8Array;
  let plain: Raster;

  beforeAll(async () => {
    const { jpeg } = await drawOriginal({ kind: 'birth', seed: 'bad-input' });
    page = await sharp(jpeg).resize(1240).withMetadata({ density: 150 }).jpeg().toBuffer();
    const decoded = await decodeImage(page);
    if (!decoded.ok) throw new Error(decoded.error.code);
    plain = decoded.value;
  }, 120_000);

  it('says of every foreign or broken file what it is', async () => {
    for (const { name, bytes, code, detail } of [
      ...(await makeForeignFiles()),
      ...(await makeBrokenFiles(page)),
    ]) {
      const decoded = await decodeImage(bytes);
      expect([name, decoded.ok ? null : decoded.error.code]).toEqual([name, code]);
      if (detail !== undefined) expect(decoded.ok ? '' : decoded.error.detail, name).toMatch(detail);
    }
  });

  it('sees the same page in every guise, at its true resolution', async () => {
    for (const { name, bytes } of await makeOddPages(page)) {
      const decoded = await decodeImage(bytes, { acceptDeep: true });
      if (!decoded.ok) throw new Error(`${name}: ${decoded.error.code} ${decoded.error.detail}`);
      const { width, height, resolutionDpi } = decoded.value;
      expect([name, width, height, resolutionDpi]).toEqual([name, plain.width, plain.height, 150]);
      // Grey and a palette of 16 colours lose something.
      expect(await differenceOf(decoded.value, plain), name).toBeLessThan(12);
    }
  });

  it('decodes pictures of shapes no page has, never as larger than a glass', async () => {
    for (const { name, bytes } of await makeEmptyShapes()) {
      const decoded = await decodeImage(bytes);
      if (!decoded.ok) throw new Error(`${name}: ${decoded.error.code}`);
      const { width, height, resolutionDpi, data } = decoded.value;
      expect(data, name).toHaveLength(width * height * 3);
      expect(Math.max(width, height) / resolutionDpi, name).toBeLessThanOrEqual(24);
    }
  });

  it('disbelieves a resolution that would make a page as large as a poster', async () => {
    const wide = await sharp({ create: { width: 12_000, height: 3000, channels: 3, background: '#fff' } })
      .withMetadata({ density: 100 })
      .png()
      .toBuffer();
    const decoded = await decodeImage(wide);
    expect(decoded.ok && decoded.value.resolutionDpi).toBe(500);
  });
});
