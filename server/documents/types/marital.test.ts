import { describe, expect, it } from 'vitest';
import { nationalHeading, readTyped } from '../read-typed.ts';

describe('marital', () => {
  it.each([
    ['Giấy tờ tùy thân: Căn cước công dân số 001095012345', 'Số: 34/UBND-XNTTHN', '34/UBND-XNTTHN'],
    ['Số định danh cá nhân: 001095012345', 'Số: 34/XNTTHN', '34/XNTTHN'],
    ['CCCD số: 001095012345 cấp ngày 01/01/2022', 'Số: 07/UBND-XN', '07/UBND-XN'],
    ['Căn cước số: 001095012345', 'Số: 5UBND-XNTTHN', '5/UBND-XNTTHN'],
  ])('reads a certificate that says "%s"', (paper, line, number) => {
    const { type, values } = readTyped([
      'ỦY BAN NHÂN DÂN PHƯỜNG BỒ ĐỀ',
      line,
      ...nationalHeading,
      'Bồ Đề, ngày 16 tháng 01 năm 2025',
      'GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN',
      'Xét đề nghị của ông/bà: Trần Thị Tuyết',
      'XÁC NHẬN:',
      'Họ, chữ đệm, tên: ĐÀM VĂN TẤN',
      'Ngày, tháng, năm sinh: 04/04/1995',
      paper,
    ]);
    expect(type).toBe('marital');
    expect(values).toEqual({
      full_name: 'ĐÀM VĂN TẤN',
      date_of_birth: '04/04/1995',
      personal_id: '001095012345',
      number,
      issue_date: 'ngày 16 tháng 01 năm 2025',
      issuer: 'ỦY BAN NHÂN DÂN PHƯỜNG BỒ ĐỀ',
    });
  });
});
