import { describe, expect, it } from 'vitest';
import { nationalHeading, readTyped } from '../read-typed.ts';

describe('death', () => {
  it('reads an extract', () => {
    const { type, values } = readTyped([
      'ỦY BAN NHÂN DÂN XÃ CƯ NÉ',
      'Số: 17/TLKT-BS',
      ...nationalHeading,
      'xã Cư Né, ngày 18 tháng 01 năm 2024',
      'TRÍCH LỤC KHAI TỬ',
      '(BẢN SAO)',
      'Họ, chữ đệm, tên: HỨA VĂN LỊCH',
      'Ngày, tháng, năm sinh: 03/01/1956',
      'Đã chết vào lúc: 7 giờ 35 phút, ngày 02/08/2023',
    ]);
    expect(type).toBe('death');
    expect(values).toEqual({
      full_name: 'HỨA VĂN LỊCH',
      date_of_birth: '03/01/1956',
      date_of_death: '02/08/2023',
      number: '17/TLKT-BS',
      issue_date: 'ngày 18 tháng 01 năm 2024',
      issuer: 'ỦY BAN NHÂN DÂN XÃ CƯ NÉ',
    });
  });

  it('reads the older certificate', () => {
    const { type, values } = readTyped([
      ...nationalHeading,
      'GIẤY CHỨNG TỬ',
      'Số: 08',
      'Họ và tên: Hứa Văn Lịch',
      'Sinh ngày: 03/01/1936',
      'Đã chết lúc: 02 giờ, ngày 10 tháng 05 năm 1999',
      'Nơi đăng ký khai tử: UBND xã Cư Né',
      'Ngày đăng ký: 12/05/1999',
    ]);
    expect(type).toBe('death');
    expect(values).toEqual({
      full_name: 'Hứa Văn Lịch',
      date_of_birth: '03/01/1936',
      date_of_death: 'ngày 10 tháng 05 năm 1999',
      number: '08',
      issue_date: '12/05/1999',
      issuer: 'UBND xã Cư Né',
    });
  });
});
