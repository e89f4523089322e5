import { describe, expect, it } from 'vitest';
import { isSyllable, partSyllables } from './syllables.ts';

const PLACES_AND_NAMES =
  `Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Quách Khổng Nghiêm
  Thị Ngọc Quỳnh Thưởng Kiệt Duẩn Toản Nguyệt Tuyết Phượng Yến Quyên Diễm Trâm Mỵ Thủy Uyên Xuyến Giang Giàng Oanh Huệ Khuê
  Thuở Ghềnh Nghệ An Quảng Ngãi Thừa Thiên Huế Hòa Hoà Thuý Thúy Quý Khoái Hoằng Xoan Loan Yên Ý Y Ích Ấp Giếng Gì Quốc`.split(
    /\s+/u,
  );

describe('isSyllable', () => {
  it.each(PLACES_AND_NAMES)('takes %s, in capitals too', (word) => {
    expect(isSyllable(word)).toBe(true);
    expect(isSyllable(word.toLocaleUpperCase('vi'))).toBe(true);
  });

  it.each(['THUMY', 'TRÂH', 'NHUƯNG', 'Krông', 'Nguyênx', 'Kiêt', 'Bằch', 'W', 'nh', ''])(
    'does not take "%s"',
    (word) => {
      expect(isSyllable(word)).toBe(false);
    },
  );
});

describe('partSyllables', () => {
  it('parts words that were run together, where only one way makes sense', () => {
    expect(partSyllables('NGHỆAN')).toBe('NGHỆ AN');
    expect(partSyllables('THUMY')).toBe('THU MY');
  });

  it('leaves whole syllables and riddles as they are', () => {
    expect(partSyllables('THOA')).toBeUndefined();
    expect(partSyllables('Krông')).toBeUndefined();
    expect(partSyllables('TANANA')).toBeUndefined();
  });
});
