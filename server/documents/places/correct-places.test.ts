import { describe, expect, test } from 'vitest';
import { administrativeUnits } from './administrative-units.ts';
import { correctPlaces } from './correct-places.ts';

describe('names of places', () => {
  test.each([
    [
      'Ủy ban nhân dân xã Hồng Quang, huyện Ân Thị, tỉnh Hưng Yên',
      'Ủy ban nhân dân xã Hồng Quang, huyện Ân Thi, tỉnh Hưng Yên',
    ],
    [
      'UBND phường Khuế Tfung, quận Cẩm Lệ, thành phố Đà Nẵng',
      'UBND phường Khuê Trung, quận Cẩm Lệ, thành phố Đà Nẵng',
    ],
    [
      'UBND xã Rưng Riềng, huyện Xuyên Mộc, tỉnh Bà Rịa - Vũng Tàu',
      'UBND xã Bưng Riềng, huyện Xuyên Mộc, tỉnh Bà Rịa - Vũng Tàu',
    ],
    ['SỞ TƯ PHÁP TỈNH BÀ RỊA VŨNG TÀU', 'SỞ TƯ PHÁP TỈNH BÀ RỊA - VŨNG TÀU'],
    ['UBND THỊ XÃ NGHI SƠN, TỈNH THANH HOA', 'UBND THỊ XÃ NGHI SƠN, TỈNH THANH HÓA'],
    [
      'UBND thị trấn Diêu Trị - huyện Tuy Phước - tỉnh Binh Định',
      'UBND thị trấn Diêu Trì - huyện Tuy Phước - tỉnh Bình Định',
    ],
    ['TOÀ ÁN NHÂN DÂN THÀNH PHỐ HẢI PHÓNG', 'TOÀ ÁN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG'],
  ])('%s is %s', (read, printed) => {
    expect(correctPlaces(read, [])).toBe(printed);
  });

  test('a commune named without its district is looked for in those that the document names', () => {
    const heading = ['TỈNH NGHỆ AN', 'HUYỆN QUỲNH LƯU', 'ỦY BAN NHÂN DÂN XÃ QUỲNH THĂNG'];
    expect(correctPlaces('ỦY BAN NHÂN DÂN XÃ QUỲNH THĂNG', heading)).toBe('ỦY BAN NHÂN DÂN XÃ QUỲNH THẮNG');
    expect(correctPlaces('ỦY BAN NHÂN DÂN XÃ QUỲNH THĂNG', [])).toBe('ỦY BAN NHÂN DÂN XÃ QUỲNH THĂNG');
  });

  test.each([
    ['of today, whatever its district was', 'UBND xã Phù Lỗ, huyện Kim Anh, tỉnh Vĩnh Phúc'],
    ['of another way to write marks and i', 'UBND phường Hoà Qúy, quận Ngũ Hành Sơn, thành phố Đà Nẵng'],
    ['that no list knows any more', 'UBND thị trấn Ba Hàng, huyện Phổ Yên, tỉnh Bắc Thái'],
    ['in another spelling', 'Công an tỉnh Bắc Cạn'],
    ['like two others', 'UBND xã Tân Thăng, tỉnh Hà Tây'],
    ['with a number', 'UBND phường 14, quận 10, thành phố Hồ Chí Minh'],
    ['of an office without a place', 'TRƯỜNG ĐẠI HỌC KHOA HỌC TỰ NHIÊN'],
  ])('a name %s stays as it is printed', (_, printed) => {
    expect(correctPlaces(printed, [])).toBe(printed);
  });

  test('no name of the list is taken for another', () => {
    for (const { level, name, parent } of administrativeUnits().all) {
      if (level !== 'commune') continue;
      const printed = `UBND xã ${name}, huyện ${parent!.name}, tỉnh ${parent!.parent!.name}`;
      expect(correctPlaces(printed, [])).toBe(printed);
    }
  });
});
