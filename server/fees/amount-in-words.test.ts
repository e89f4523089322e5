import { describe, expect, it } from 'vitest';
import { amountInWords } from './amount-in-words.ts';
import { formatDong } from './format-dong.ts';

describe('amountInWords', () => {
  it.each([
    [0, 'Không đồng'],
    [5, 'Năm đồng'],
    [10, 'Mười đồng'],
    [11, 'Mười một đồng'],
    [15, 'Mười lăm đồng'],
    [20, 'Hai mươi đồng'],
    [21, 'Hai mươi mốt đồng'],
    [24, 'Hai mươi tư đồng'],
    [25, 'Hai mươi lăm đồng'],
    [101, 'Một trăm linh một đồng'],
    [105, 'Một trăm linh năm đồng'],
    [115, 'Một trăm mười lăm đồng'],
    [2_000, 'Hai nghìn đồng'],
    [12_000, 'Mười hai nghìn đồng'],
    [200_000, 'Hai trăm nghìn đồng'],
    [1_005_000, 'Một triệu không trăm linh năm nghìn đồng'],
    [1_000_010, 'Một triệu không trăm mười đồng'],
    [123_456_789, 'Một trăm hai mươi ba triệu bốn trăm năm mươi sáu nghìn bảy trăm tám mươi chín đồng'],
    [2_000_000_000, 'Hai tỷ đồng'],
    [1_000_000_001, 'Một tỷ không trăm linh một đồng'],
  ])('reads %i as "%s"', (amount, words) => {
    expect(amountInWords(amount)).toBe(words);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (amount) => {
    expect(() => amountInWords(amount)).toThrow(RangeError);
  });
});

describe('formatDong', () => {
  it.each([
    [0, '0 đồng'],
    [500, '500 đồng'],
    [12_000, '12.000 đồng'],
    [1_234_567, '1.234.567 đồng'],
  ])('writes %i as "%s"', (amount, text) => {
    expect(formatDong(amount)).toBe(text);
  });
});
