import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from './decode-image.ts';

const picture = (width = 60, height = 40, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 40, b: 30, alpha: 1 } } });

const codeOf = async (bytes: Uint8Array): Promise<string> => {
  const result = await decodeImage(bytes);
  return result.ok ? 'ok' : result.error.code;
};

describe('decodeImage', () => {
  it.each(['jpeg', 'png', 'tiff', 'webp'] as const)('decodes %s to RGB', async (format) => {
    const result = await decodeImage(await picture().toFormat(format).toBuffer());
    expect(result).toMatchObject({ ok: true, value: { width: 60, height: 40, channels: 3 } });
    if (result.ok) expect(result.value.data).toHaveLength(60 * 40 * 3);
  });

  it('decodes binary PPM, PGM and PBM', async () => {
    const ppm = Buffer.concat([Buffer.from('P6\n# scanner\n2 1\n255\n'), Buffer.from([1, 2, 3, 4, 5, 6])]);
    const pgm = Buffer.concat([Buffer.from('P5 2 1 255\n'), Buffer.from([7, 8])]);
    const pbm = Buffer.concat([Buffer.from('P4\n2 1\n'), Buffer.from([0b1000_0000])]);
    const pixels = [];
    for (const file of [ppm, pgm, pbm]) {
      const result = await decodeImage(file);
      pixels.push(result.ok ? [...result.value.data] : result.error);
    }
    expect(pixels).toEqual([
      [1, 2, 3, 4, 5, 6],
      [7, 7, 7, 8, 8, 8],
      [0, 0, 0, 255, 255, 255],
    ]);
  });

  it('takes the upper bits of deep PNM where deep pictures are taken', async () => {
    const ppm = Buffer.concat([Buffer.from('P6 1 1 65535\n'), Buffer.from([1, 255, 128, 0, 255, 255])]);
    const pgm = Buffer.concat([Buffer.from('P5 2 1 1023\n'), Buffer.from([3, 255, 255, 255])]);
    const pixels = [];
    for (const file of [ppm, pgm]) {
      const result = await decodeImage(file, { acceptDeep: true });
      pixels.push(result.ok ? [...result.value.data] : result.error);
    }
    expect(pixels).toEqual([
      [2, 128, 255],
      // More than the header allows is white.
      [255, 255, 255, 255, 255, 255],
    ]);
    expect(await codeOf(ppm)).toBe('image.unsupported-depth');
  });

  it('takes the resolution from the file, and A4 for what it is when the file does not say', async () => {
    const tagged = await decodeImage(await picture().withMetadata({ density: 600 }).jpeg().toBuffer());
    const untagged = await decodeImage(await picture(1240, 1754).jpeg().toBuffer());
    const square = await decodeImage(await picture(500, 500).jpeg().toBuffer());
    expect([tagged, untagged, square].map((result) => result.ok && result.value.resolutionDpi)).toEqual([
      600, 150, 300,
    ]);
  });

  it('turns a picture upright by its EXIF orientation', async () => {
    const result = await decodeImage(await picture().jpeg().withMetadata({ orientation: 6 }).toBuffer());
    expect(result).toMatchObject({ ok: true, value: { width: 40, height: 60 } });
  });

  it('converts CMYK, 1-bit and transparent pictures', async () => {
    const cmyk = await picture().toColourspace('cmyk').jpeg().toBuffer();
    const bilevel = await picture().threshold().png({ colours: 2, palette: true }).toBuffer();
    const transparent = await sharp({
      create: { width: 4, height: 4, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    expect(await codeOf(cmyk)).toBe('ok');
    expect(await codeOf(bilevel)).toBe('ok');
    const white = await decodeImage(transparent);
    expect(white.ok && white.value.data[0]).toBe(255);
  });

  it('answers bad input with a code', async () => {
    const jpeg = await picture(600, 600).jpeg().toBuffer();
    const deep = await sharp(new Uint16Array(12), { raw: { width: 2, height: 2, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    const wide = await picture(20_001, 2).png().toBuffer();
    expect({
      empty: await codeOf(new Uint8Array()),
      text: await codeOf(Buffer.from('not a picture at all')),
      pdf: await codeOf(Buffer.from('%PDF-1.7 …')),
      truncated: await codeOf(jpeg.subarray(0, jpeg.length / 2)),
      headerOnly: await codeOf(jpeg.subarray(0, 12)),
      truncatedPpm: await codeOf(Buffer.from('P6 100 100 255\nabc')),
      deep: await codeOf(deep),
      deepPpm: await codeOf(Buffer.from('P6 1 1 65535\nabcdef')),
      wide: await codeOf(wide),
      hugePpm: await codeOf(Buffer.from('P6 19999 19999 255\n')),
    }).toEqual({
      empty: 'image.unreadable',
      text: 'image.unreadable',
      pdf: 'image.unreadable',
      truncated: 'image.unreadable',
      headerOnly: 'image.unreadable',
      truncatedPpm: 'image.unreadable',
      deep: 'image.unsupported-depth',
      deepPpm: 'image.unsupported-depth',
      wide: 'image.too-large',
      hugePpm: 'image.too-large',
    });
  });
});
