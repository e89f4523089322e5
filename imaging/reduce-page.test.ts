import { expect, it } from 'vitest';
import { reducePage } from './reduce-page.ts';

/** Every pixel another colour. */
const speckled = (width: number, height: number) => ({
  width,
  height,
  channels: 3 as const,
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 24),
  resolutionDpi: 300,
});

it.each([
  [16, 8],
  [17, 9],
  [18, 7],
  [19, 6],
  [1, 1],
])('halves %i by %i pixels to the means of four, whatever the width', async (width, height) => {
  const page = speckled(width, height);
  const [wide, high] = [Math.round(width / 2), Math.round(height / 2)];
  const { pixels, luma } = await reducePage(page, 2, wide, high);
  for (let y = 0; y < high; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      const [right, bottom] = [Math.min(width - 1, 2 * x + 1), Math.min(height - 1, 2 * y + 1)];
      const [r, g, b] = [0, 1, 2].map((channel) => {
        const at = (column: number, row: number) => page.data[(row * width + column) * 3 + channel]!;
        return (at(2 * x, 2 * y) + at(right, 2 * y) + at(2 * x, bottom) + at(right, bottom) + 2) >> 2;
      }) as [number, number, number];
      expect(pixels[y * wide + x]).toBe(r | (g << 8) | (b << 16));
      expect(luma[y * wide + x]).toBe((r * 77 + g * 150 + b * 29) >> 8);
    }
  }
});
