// Portraits of chips are JPEG or JPEG 2000; sharp's build knows the first only.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import type { FaceImage } from './face-image.ts';

const JPEG_QUALITY = 95;
/** A portrait has some 400 × 500 pixels; anything far above is not one. */
const MOST_SIDE_PX = 3000;
/** Start of code stream, then image and tile size. */
const CODE_STREAM = Buffer.from('ff4fff51', 'hex');

interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getFrameInfo(): {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
  };
  getDecodedBuffer(): Uint8Array;
  delete(): void;
}
interface Codec {
  readonly J2KDecoder: new () => Decoder;
}

const require = createRequire(import.meta.url);
let codec: Promise<Codec> | undefined;

async function loadCodec(): Promise<Codec> {
  const create = require('@cornerstonejs/codec-openjpeg/decodewasmjs') as (options: {
    readonly wasmBinary: Uint8Array;
    readonly print: () => void;
    readonly printErr: () => void;
  }) => Promise<Codec>;
  const wasmBinary = await readFile(require.resolve('@cornerstonejs/codec-openjpeg/decodewasm'));
  return create({ wasmBinary, print: () => undefined, printErr: () => undefined });
}

/** The portrait as JPEG; null when it is no picture or far too large. */
export async function decodePortrait({ bytes, format }: FaceImage): Promise<Uint8Array | null> {
  if (format === 'jpeg') return bytes;
  if (!isOfModestSize(bytes)) return null;
  try {
    codec ??= loadCodec();
    const decoder = new (await codec).J2KDecoder();
    try {
      decoder.getEncodedBuffer(bytes.length).set(bytes);
      decoder.decode();
      const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
      if (bitsPerSample !== 8 || (componentCount !== 1 && componentCount !== 3)) return null;
      const pixels = Uint8Array.from(decoder.getDecodedBuffer());
      const jpeg = await sharp(pixels, { raw: { width, height, channels: componentCount } })
        .jpeg({ quality: JPEG_QUALITY })
        .toBuffer();
      return new Uint8Array(jpeg);
    } finally {
      decoder.delete();
    }
  } catch {
    return null;
  }
}

/** Whether the code stream's own header (SIZ, ISO/IEC 15444-1 §A.5.1) names a size to decode. */
function isOfModestSize(bytes: Uint8Array): boolean {
  const stream = Buffer.from(bytes);
  const at = stream.indexOf(CODE_STREAM);
  if (at < 0 || stream.length < at + 40) return false;
  const [right, bottom, left, top] = [8, 12, 16, 20].map((offset) => stream.readUInt32BE(at + offset));
  const [width, height] = [right! - left!, bottom! - top!];
  return width > 0 && height > 0 && width <= MOST_SIDE_PX && height <= MOST_SIDE_PX;
}
