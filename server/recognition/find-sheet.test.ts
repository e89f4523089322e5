import { type Point, projectPoint, type Quad, type Raster } from '@saoy/imaging';
import { describe, expect, it } from 'vitest';
import { cutOutSheet } from './cut-out-sheet.ts';
import { findSheet } from './find-sheet.ts';

const ground = [70, 80, 90] as const;

/** A white sheet with grey lines of print, seen on a dark ground. */
function drawSheet(width: number, height: number, quad: Quad): Raster {
  const data = new Uint8Array(width * height * 3);
  const isLeftOf = ([x0, y0]: Point, [x1, y1]: Point, x: number, y: number) =>
    (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isInside = quad.every((corner, index) =>
        isLeftOf(corner, quad[(index + 1) % 4]!, x + 0.5, y + 0.5),
      );
      const paper = y % 40 < 8 && x % 30 < 20 ? 60 : 245;
      for (let c = 0; c < 3; c += 1) data[(y * width + x) * 3 + c] = isInside ? paper : ground[c]!;
    }
  }
  return { width, height, channels: 3, data, resolutionDpi: 300 };
}

const slanted: Quad = [
  [160, 120],
  [1010, 170],
  [1080, 1440],
  [90, 1390],
];

describe('findSheet', () => {
  it('finds the corners of a slanted sheet to within a few pixels', () => {
    const found = findSheet(drawSheet(1200, 1600, slanted));
    expect(found).toBeDefined();
    for (const [index, [x, y]] of slanted.entries()) {
      expect(Math.hypot(found![index]![0] - x, found![index]![1] - y)).toBeLessThan(5);
    }
  });

  it('finds none where the picture is the sheet, or the sheet runs out of the picture', () => {
    const whole: Quad = [
      [-1, -1],
      [1201, -1],
      [1201, 1601],
      [-1, 1601],
    ];
    const cut: Quad = [
      [-300, 100],
      [900, 100],
      [900, 1500],
      [-300, 1500],
    ];
    for (const quad of [whole, cut]) expect(findSheet(drawSheet(1200, 1600, quad))).toBeUndefined();
  });
});

describe('cutOutSheet', () => {
  it('takes a sheet of the shape of A4 for A4 and says where its points stand in the picture', () => {
    const sheet = cutOutSheet(drawSheet(1200, 1600, slanted));
    expect(sheet).toBeDefined();
    const { width, height, resolutionDpi } = sheet!.raster;
    expect(width / resolutionDpi).toBeCloseTo(8.27, 1);
    expect(height / resolutionDpi).toBeCloseTo(11.69, 1);
    const [x, y] = projectPoint(sheet!.toPicture, width, height);
    expect(Math.hypot(x - 1080, y - 1440)).toBeLessThan(5);
  });

  it('leaves a scanned sheet on a dark bed as it lies', () => {
    // A5 at 300 dots per inch.
    const straight: Quad = [
      [100, 100],
      [1848, 100],
      [1848, 2580],
      [100, 2580],
    ];
    expect(cutOutSheet(drawSheet(2000, 2700, straight))).toBeUndefined();
  });
});
