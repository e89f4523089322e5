import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from './decode-image.ts';
import { type ExifOrientation, readOrientation, toStoredBox, toStoredRotation } from './exif-orientation.ts';

const [width, height] = [120, 80];
const mark = { left: 20, top: 10, width: 30, height: 12 };

/** A stored picture with one dark mark, of every orientation a viewer may be asked for. */
const stored = (orientation: ExifOrientation) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .composite([
      {
        input: { create: { width: mark.width, height: mark.height, channels: 3, background: '#000' } },
        left: mark.left,
        top: mark.top,
      },
    ])
    .withMetadata({ orientation })
    .jpeg({ quality: 100 })
    .toBuffer();

describe('EXIF orientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)(
    'finds what is seen at %i again where it is stored',
    async (value) => {
      const bytes = await stored(value);
      expect(await readOrientation(bytes)).toBe(value);
      const decoded = await decodeImage(bytes);
      if (!decoded.ok) throw new Error(decoded.error.code);
      const viewed = decoded.value;
      const dark: [number, number][] = [];
      for (let y = 0; y < viewed.height; y += 1)
        for (let x = 0; x < viewed.width; x += 1)
          if (viewed.data[(y * viewed.width + x) * 3]! < 128) dark.push([x, y]);
      const left = Math.min(...dark.map(([x]) => x));
      const top = Math.min(...dark.map(([, y]) => y));
      const right = Math.max(...dark.map(([x]) => x)) + 1;
      const bottom = Math.max(...dark.map(([, y]) => y)) + 1;
      const box = toStoredBox([left, top, right - left, bottom - top], value, viewed.width, viewed.height);
      const expected = [mark.left, mark.top, mark.width, mark.height];
      for (const [index, length] of box.entries())
        expect(Math.abs(length - expected[index]!)).toBeLessThanOrEqual(1);
    },
  );

  it('says how a page lies in what is stored', () => {
    // A phone held upright stores the picture lying on its left side and asks for a quarter turn.
    expect(toStoredRotation(0, 6)).toBe(270);
    expect(toStoredRotation(90, 6)).toBe(0);
    expect(toStoredRotation(180, 3)).toBe(0);
    // Transposed, the upper edge of the page is the left edge of what is stored.
    expect(toStoredRotation(0, 5)).toBe(270);
    expect(toStoredRotation(90, 2)).toBe(270);
  });

  it('takes a file without an orientation as it lies', async () => {
    expect(await readOrientation(new TextEncoder().encode('no picture'))).toBe(1);
  });
});
