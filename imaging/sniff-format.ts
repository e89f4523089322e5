export type ImageFormat = 'jpeg' | 'png' | 'pnm' | 'tiff' | 'webp';

const startsWith = (bytes: Uint8Array, ...prefix: number[]): boolean =>
  prefix.every((byte, index) => bytes[index] === byte);

/** The image format by its first bytes, never by a file name; undefined for anything else. */
export function sniffFormat(bytes: Uint8Array): ImageFormat | undefined {
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'jpeg';
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (startsWith(bytes, 0x49, 0x49, 0x2a, 0x00) || startsWith(bytes, 0x4d, 0x4d, 0x00, 0x2a)) return 'tiff';
  const isRiff = startsWith(bytes, 0x52, 0x49, 0x46, 0x46);
  if (isRiff && String.fromCharCode(...bytes.subarray(8, 12)) === 'WEBP') return 'webp';
  if (bytes[0] === 0x50 && bytes[1]! >= 0x34 && bytes[1]! <= 0x36) return 'pnm';
  return undefined;
}
