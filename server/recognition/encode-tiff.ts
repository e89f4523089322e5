import type { GreyImage } from './grey-image.ts';

const SHORT = 3;
const LONG = 4;
const HEADER_BYTES = 8;

/** Uncompressed TIFF 6.0 in one strip: of all formats the reading engine takes, the one that costs it least. */
export function encodeTiff(image: GreyImage): Buffer {
  const { width, height, data } = image;
  const entries: [tag: number, type: number, value: number][] = [
    [256, LONG, width],
    [257, LONG, height],
    [258, SHORT, 8], // bits a sample
    [259, SHORT, 1], // not compressed
    [262, SHORT, 1], // 0 is black
    [273, LONG, HEADER_BYTES], // where the strip begins
    [277, SHORT, 1], // samples a pixel
    [278, LONG, height], // rows a strip
    [279, LONG, data.length],
  ];
  const directory = HEADER_BYTES + data.length + (data.length % 2);
  // All is written below but the byte that evens out an odd strip and the end of the directory.
  const bytes = Buffer.allocUnsafe(directory + 2 + entries.length * 12 + 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  bytes.fill(0, HEADER_BYTES + data.length, directory);
  bytes.fill(0, bytes.length - 4);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directory, true);
  bytes.set(data, HEADER_BYTES);
  view.setUint16(directory, entries.length, true);
  for (const [index, [tag, type, value]] of entries.entries()) {
    const at = directory + 2 + index * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, 1, true);
    // A short one fills the lower half of the field.
    view.setUint32(at + 8, value, true);
  }
  return bytes;
}
