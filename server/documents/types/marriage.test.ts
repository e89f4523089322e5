import { describe, expect, it } from 'vitest';
import { nationalHeading, readTyped } from '../read-typed.ts';

const column = (x: number, heading: string, name: string, date: string) => [
  ...(heading === '' ? [] : [{ text: heading, x: x + 250, y: 440 }]),
  { text: `Họ, chữ đệm, tên: ${name}`, x, y: 500 },
  { text: `Ngày, tháng, năm sinh: ${date}`, x, y: 550 },
];
const spouses = {
  wife: 'LÊ THU HÀ',
  husband: 'VŨ ĐỨC HUY',
  wife_dob: '13/09/1991',
  husband_dob: '18/10/1989',
};
const certificate = (left: string, right: string) =>
  readTyped([
    { text: 'GIẤY CHỨNG NHẬN KẾT HÔN', x: 500, y: 300 },
    { text: 'Số: 164/2024', x: 700, y: 380 },
    ...column(150, left, 'LÊ THU HÀ', '13/09/1991'),
    ...column(880, right, 'VŨ ĐỨC HUY', '18/10/1989'),
    { text: 'Nơi đăng ký kết hôn: UBND xã Tiên Dương', x: 150, y: 750 },
    { text: 'Ngày, tháng, năm đăng ký: 21/05/2024', x: 150, y: 800 },
  ]);

describe('marriage', () => {
  it('reads the certificate with the spouses side by side', () => {
    const { type, values } = certificate('VỢ', 'CHỒNG');
    expect(type).toBe('marriage');
    expect(values).toEqual({
      ...spouses,
      number: '164/2024',
      issue_date: '21/05/2024',
      issuer: 'UBND xã Tiên Dương',
    });
  });

  it.each([
    ['VvỢ', 'CHỒNG'],
    ['', 'CHỒNG'],
    ['VỢ', ''],
    ['', ''],
  ])('knows the spouses where the headings read "%s" and "%s"', (left, right) => {
    expect(certificate(left, right).values).toMatchObject(spouses);
  });

  it('reads the older form with the spouses one below the other', () => {
    const { type, values } = readTyped([
      ...nationalHeading,
      'GIẤY CHỨNG NHẬN KẾT HÔN',
      'Số: 27 Quyển số: 01',
      'Họ và tên chồng: Nguyễn Hữu Thọ',
      'Sinh ngày: 12/03/1980',
      'Họ và tên vợ: Bùi Thị Sen',
      'Sinh ngày: 25/12/1983',
      'Nơi đăng ký: UBND phường Ngọc Lâm',
      'Long Biên, ngày 05 tháng 06 năm 2008',
    ]);
    expect(type).toBe('marriage');
    expect(values).toEqual({
      husband: 'Nguyễn Hữu Thọ',
      wife: 'Bùi Thị Sen',
      husband_dob: '12/03/1980',
      wife_dob: '25/12/1983',
      number: '27',
      issuer: 'UBND phường Ngọc Lâm',
      issue_date: 'ngày 05 tháng 06 năm 2008',
    });
  });
});
