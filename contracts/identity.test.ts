import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskName, maskNumber } from './identity.ts';

describe('maskName', () => {
  it.each([
    ['Nguyễn Thị Mẫu', 'Nguyễn T• M••'],
    ['Lê Ánh', 'Lê Á••'],
    ['  Đặng   Bích  Đào ', 'Đặng B• Đ••'],
    ['Mẫu', 'M••'],
  ])('shows %j as %j', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it('never shows the whole given name', () => {
    const word = fc.stringMatching(/^[A-Za-zĐđễấờữỹ]{3,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        expect(maskName(words.join(' ')).split(' ').at(-1)).toHaveLength(3);
      }),
    );
  });
});

describe('maskNumber', () => {
  it('shows the last three digits alone', () => {
    expect(maskNumber('001199012345')).toBe('•••••••••345');
  });
});
