import sharp from 'sharp';

/** A page of lines that reads as a good scan: A5 at 300 dpi, its text telling pages apart. */
export async function drawPage(path: string, text: string): Promise<string> {
  const lines = Array.from(
    { length: 22 },
    (_, i) =>
      `<text x="150" y="${260 + i * 90}" font-family="serif" font-size="46">${text}: dòng thứ ${i + 1} của văn bản</text>`,
  ).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1748" height="2480">
    <rect width="100%" height="100%" fill="#fdfdf8"/>${lines}</svg>`;
  await sharp(Buffer.from(svg)).withMetadata({ density: 300 }).jpeg({ quality: 95 }).toFile(path);
  return path;
}
