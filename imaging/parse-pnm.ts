import { type ImageResult, imageFault, imageOk } from './image-result.ts';

export interface PnmHeader {
  readonly kind: 'bitmap' | 'grey' | 'colour';
  readonly width: number;
  readonly height: number;
  /** Highest sample value; 1 for a bitmap. */
  readonly maximum: number;
  readonly dataOffset: number;
}

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/** Header of a binary PBM, PGM or PPM file (netpbm P4, P5, P6). */
export function parsePnmHeader(bytes: Uint8Array): ImageResult<PnmHeader> {
  const kind = ({ 52: 'bitmap', 53: 'grey', 54: 'colour' } as const)[bytes[1] as 0x34 | 0x35 | 0x36];
  if (bytes[0] !== 0x50 || kind === undefined) return imageFault('image.unreadable', 'not a binary PNM');
  const numbers: number[] = [];
  const wanted = kind === 'bitmap' ? 2 : 3;
  let at = 2;
  while (numbers.length < wanted) {
    while (isSpace(bytes[at]) || bytes[at] === 0x23) {
      if (bytes[at] === 0x23) while (at < bytes.length && bytes[at] !== 0x0a) at += 1;
      else at += 1;
    }
    let digits = '';
    while (bytes[at] !== undefined && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) {
      digits += String.fromCharCode(bytes[at]!);
      at += 1;
    }
    if (digits === '' || digits.length > 9) return imageFault('image.unreadable', 'PNM header is malformed');
    numbers.push(Number(digits));
  }
  const [width = 0, height = 0, maximum = 1] = numbers;
  if (!isSpace(bytes[at]) || width < 1 || height < 1 || maximum < 1) {
    return imageFault('image.unreadable', 'PNM header is malformed');
  }
  return imageOk({ kind, width, height, maximum, dataOffset: at + 1 });
}

/**
 * RGB samples of a PNM whose header was parsed; of deep ones the upper eight bits. Truncated data are refused. Samples of
 * eight bits are those of `bytes`, not a copy.
 */
export function readPnmPixels(
  bytes: Uint8Array,
  header: PnmHeader,
  acceptDeep: boolean,
): ImageResult<Uint8Array> {
  const { kind, width, height, maximum, dataOffset } = header;
  if (maximum > 65_535) return imageFault('image.unreadable', 'PNM header is malformed');
  const isDeep = maximum > 255;
  if (isDeep && !acceptDeep) return imageFault('image.unsupported-depth', 'PNM with 16-bit samples');
  const rowSamples = kind === 'colour' ? width * 3 : width;
  const rowBytes = kind === 'bitmap' ? Math.ceil(width / 8) : isDeep ? rowSamples * 2 : rowSamples;
  const samples = bytes.subarray(dataOffset, dataOffset + rowBytes * height);
  if (samples.length < rowBytes * height) return imageFault('image.unreadable', 'PNM data is truncated');
  // No copy: a page of A4 has 26 MB.
  if (kind === 'colour' && maximum === 255) return imageOk(samples);
  const rgb = new Uint8Array(width * height * 3);
  if (kind === 'bitmap') {
    for (let y = 0, out = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1, out += 3)
        rgb.fill((samples[y * rowBytes + (x >> 3)]! >> (7 - (x & 7))) & 1 ? 0 : 255, out, out + 3);
    return imageOk(rgb);
  }
  const sampleAt = isDeep
    ? (at: number): number => (samples[at * 2]! << 8) | samples[at * 2 + 1]!
    : (at: number): number => samples[at]!;
  for (let at = 0; at < rowSamples * height; at += 1) {
    const value = Math.min(255, Math.round((sampleAt(at) * 255) / maximum));
    if (kind === 'colour') rgb[at] = value;
    else rgb.fill(value, at * 3, at * 3 + 3);
  }
  return imageOk(rgb);
}
