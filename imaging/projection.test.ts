import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectOnto, projectPoint, type Quad } from './projection.ts';
import { fitProjection } from './qr-grid/fit-projection.ts';

const slanted: Quad = [
  [412, 180],
  [1530, 262],
  [1611, 2104],
  [301, 1987],
];
const cornersOf = (width: number, height: number): Quad => [
  [0, 0],
  [width, 0],
  [width, height],
  [0, height],
];

describe('projectOnto', () => {
  it('takes the corners of a rectangle of any size to those of the quadrilateral', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (width, height) => {
        const projection = projectOnto(slanted, width, height);
        for (const [i, [x, y]] of cornersOf(width, height).entries()) {
          const [u, v] = projectPoint(projection, x, y);
          expect(u).toBeCloseTo(slanted[i]![0], 6);
          expect(v).toBeCloseTo(slanted[i]![1], 6);
        }
      }),
    );
  });

  it('keeps where the diagonals meet', () => {
    const [x, y] = projectPoint(projectOnto(slanted, 210, 297), 105, 148.5);
    const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = slanted;
    expect((x - x0) * (y2 - y0)).toBeCloseTo((y - y0) * (x2 - x0), 3);
    expect((x - x1) * (y3 - y1)).toBeCloseTo((y - y1) * (x3 - x1), 3);
  });

  it('is what is found again from the corners alone', () => {
    const projection = projectOnto(slanted, 21, 21);
    const pairs = cornersOf(21, 21).map((from, i) => ({ from, to: slanted[i]! }));
    const [u, v] = projectPoint(fitProjection(pairs)!, 7.5, 16);
    const [x, y] = projectPoint(projection, 7.5, 16);
    expect(u).toBeCloseTo(x, 4);
    expect(v).toBeCloseTo(y, 4);
  });

  it('of points on one line does not exist', () => {
    const onOneLine = [0, 1, 2, 3].map((i) => ({ from: [i, i] as const, to: [i, 2 * i] as const }));
    expect(fitProjection(onOneLine)).toBeUndefined();
  });
});
