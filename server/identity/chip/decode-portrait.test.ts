import { createRequire } from 'node:module';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodePortrait } from './decode-portrait.ts';

interface Encoder {
  getDecodedBuffer(frame: object): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}

const width = 120;
const height = 150;
let pixels: Buffer;
let jpeg2000: Uint8Array;
beforeAll(async () => {
  pixels = await sharp({
    create: { width, height, channels: 3, background: { r: 200, g: 120, b: 40 } },
  })
    .composite([
      { input: { create: { width: 40, height: 50, channels: 3, background: 'navy' } }, left: 30, top: 60 },
    ])
    .removeAlpha()
    .raw()
    .toBuffer();
  const create = createRequire(import.meta.url)('@cornerstonejs/codec-openjpeg') as () => Promise<{
    readonly J2KEncoder: new () => Encoder;
  }>;
  const encoder = new (await create()).J2KEncoder();
  const frame = {
    width,
    height,
    bitsPerSample: 8,
    componentCount: 3,
    isSigned: false,
    isUsingColorTransform: true,
  };
  encoder.getDecodedBuffer(frame).set(pixels);
  encoder.encode();
  jpeg2000 = Uint8Array.from(encoder.getEncodedBuffer());
  encoder.delete();
});

describe('a portrait in JPEG 2000', () => {
  it('becomes a JPEG with the same picture', async () => {
    const jpeg = await decodePortrait({ bytes: jpeg2000, format: 'jpeg2000' });
    const decoded = await sharp(jpeg!).raw().toBuffer();
    const meanError =
      decoded.reduce((sum, value, i) => sum + Math.abs(value - pixels[i]!), 0) / decoded.length;
    expect(meanError).toBeLessThan(4);
  });

  it('that is damaged is none, and the next one is read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(jpeg2000.length - 1), fc.boolean(), async (at, isCut) => {
        const damaged = isCut ? jpeg2000.slice(0, at) : Uint8Array.from(jpeg2000);
        if (!isCut) damaged[at]! ^= 0xff;
        const jpeg = await decodePortrait({ bytes: damaged, format: 'jpeg2000' });
        if (jpeg !== null) expect((await sharp(jpeg).metadata()).format).toBe('jpeg');
      }),
      { numRuns: 60 },
    );
    expect(await decodePortrait({ bytes: jpeg2000, format: 'jpeg2000' })).not.toBeNull();
  });
});
