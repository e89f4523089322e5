export type ImageFormat = 'jpeg' | 'png' | 'pnm' | 'tiff' | 'webp';

const startsWith = (bytes: Uint8Array, ...prefix: number[]): boolean =>
  prefix.every((byte, index) => bytes[index] === byte);

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** The image format by its first bytes, never by a file name; undefined for anything else. */
export function sniffFormat(bytes: Uint8Array): ImageFormat | undefined {
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'jpeg';
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (startsWith(bytes, 0x49, 0x49, 0x2a, 0x00) || startsWith(bytes, 0x4d, 0x4d, 0x00, 0x2a)) return 'tiff';
  if (latin1(bytes, 0, 4) === 'RIFF' && latin1(bytes, 8, 12) === 'WEBP') return 'webp';
  if (bytes[0] === 0x50 && bytes[1]! >= 0x34 && bytes[1]! <= 0x36) return 'pnm';
  return undefined;
}

const asJpeg = 'save it as JPEG or PNG';
const heicBrands = /^(hei[cmsx]|hev[cmsx]|mif1|msf1)$/;

/** What a file that is not taken seems to be, and what helps. */
export function describeForeignFile(bytes: Uint8Array): string {
  const head = latin1(bytes, 0, 512);
  if (head.startsWith('%PDF')) return `a PDF document: ${asJpeg}, a file for each page`;
  if (head.slice(4, 8) === 'ftyp') {
    const brand = head.slice(8, 12);
    if (brand.startsWith('avi')) return `an AVIF picture: ${asJpeg}`;
    return heicBrands.test(brand) ? `a HEIC photo: ${asJpeg}` : 'a film, not an image';
  }
  if (head.startsWith('GIF8')) return `a GIF picture: ${asJpeg}`;
  if (head.startsWith('BM')) return `a BMP picture: ${asJpeg}`;
  if (/^P[123]\s/.test(head)) return 'a PNM in plain text: only binary ones are read';
  if (startsWith(bytes, 0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50)) return `a JPEG 2000 picture: ${asJpeg}`;
  if (head.startsWith('PK')) return 'an archive or office document, not an image';
  if (/<svg[\s>]/.test(head)) return `an SVG drawing: ${asJpeg}`;
  return 'not an image of a known format (JPEG, PNG, TIFF, WebP, PNM)';
}
