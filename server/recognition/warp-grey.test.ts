import { describe, expect, it } from 'vitest';
import { flattenPaper } from './flatten-paper.ts';
import type { GreyImage } from './grey-image.ts';
import { shrinkGrey, softenGrey, warpGrey } from './warp-grey.ts';

/** Grows by two a pixel to the right. */
const slope = (width: number, height: number): GreyImage => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height }, (_, i) => (i % width) * 2),
});
const middleRow = ({ width, height, data }: GreyImage) => [
  ...data.subarray((height >> 1) * width, ((height >> 1) + 1) * width),
];

describe('warpGrey', () => {
  it('takes every pixel from where its centre lies, softened or not', () => {
    const plain = middleRow(warpGrey(slope(90, 30), [1.5, 0, 0, 0, 1.5, 0], 60, 20, false));
    const soft = slope(90, 30);
    softenGrey(soft);
    const softened = middleRow(warpGrey(soft, [1.5, 0, 0, 0, 1.5, 0], 60, 20, true));
    for (let x = 2; x < 56; x += 1) {
      const wanted = ((x + 0.5) * 1.5 - 0.5) * 2;
      expect(Math.abs(plain[x]! - wanted)).toBeLessThanOrEqual(1);
      expect(Math.abs(softened[x]! - wanted)).toBeLessThanOrEqual(2);
    }
  });

  it('turns by half and leaves white what lies outside', () => {
    const turned = warpGrey(slope(100, 40), [-1, 0, 100, 0, -1, 40], 120, 40, false);
    const row = middleRow(turned);
    expect(row[1]).toBe(196);
    expect(row[98]).toBe(2);
    expect(row.slice(101)).toEqual(Array.from({ length: 19 }, () => 255));
  });
});

it('shrinks by averaging squares', () => {
  expect(middleRow(shrinkGrey(slope(9, 9), 3))).toEqual([2, 8, 14]);
});

it('makes paper under a shadow as white as the rest', () => {
  const image = slope(480, 240);
  for (let i = 0; i < image.data.length; i += 1) image.data[i] = 120 + ((i % 480) * 120) / 480;
  flattenPaper(image);
  expect(image.data.every((value) => value > 225)).toBe(true);
});
