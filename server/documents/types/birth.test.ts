import { describe, expect, it } from 'vitest';
import { nationalHeading, readTyped } from '../read-typed.ts';

describe('birth', () => {
  it('reads the certificate of Circular 04/2020', () => {
    const { type, values } = readTyped([
      ...nationalHeading,
      'GIẤY KHAI SINH',
      'Số: 41/2011',
      'Họ, chữ đệm, tên: TRẦN MINH ANH',
      'Ngày, tháng, năm sinh: 03/02/2011 Ghi bằng chữ: Ngày ba tháng hai năm hai nghìn không trăm mười một',
      'Giới tính: Nữ Dân tộc: Kinh Quốc tịch: Việt Nam',
      'Số định danh cá nhân: 001311012345',
      'Họ, chữ đệm, tên người mẹ: LÊ THỊ HOA',
      'Họ, chữ đệm, tên người cha: TRẦN VĂN NAM',
      'Nơi đăng ký khai sinh: UBND phường Yên Hòa, thành phố Hà Nội',
      'Ngày, tháng, năm đăng ký: 10/02/2011',
    ]);
    expect(type).toBe('birth');
    expect(values).toEqual({
      full_name: 'TRẦN MINH ANH',
      date_of_birth: '03/02/2011',
      gender: 'Nữ',
      father: 'TRẦN VĂN NAM',
      mother: 'LÊ THỊ HOA',
      personal_id: '001311012345',
      number: '41/2011',
      issue_date: '10/02/2011',
      issuer: 'UBND phường Yên Hòa, thành phố Hà Nội',
    });
  });

  it('reads the older form', () => {
    const { type, values } = readTyped([
      ...nationalHeading,
      'GIẤY KHAI SINH',
      'Số: 125 Quyển số: 01/1998',
      'Họ và tên: Phạm Quốc Khánh Nam, nữ: Nam',
      'Sinh ngày: 02-09-1998',
      'Nơi sinh: Trạm y tế xã Đông Hội',
      'Dân tộc: Kinh Quốc tịch: Việt Nam',
      'Họ và tên cha: Phạm Văn Tuấn',
      'Họ và tên mẹ: Đỗ Thị Lan',
      'Nơi đăng ký: UBND xã Đông Hội, huyện Đông Anh, thành phố Hà Nội',
      'Ngày đăng ký: ngày 15 tháng 09 năm 1998',
    ]);
    expect(type).toBe('birth');
    expect(values).toEqual({
      full_name: 'Phạm Quốc Khánh',
      date_of_birth: '02-09-1998',
      gender: 'Nam',
      father: 'Phạm Văn Tuấn',
      mother: 'Đỗ Thị Lan',
      number: '125',
      issue_date: 'ngày 15 tháng 09 năm 1998',
      issuer: 'UBND xã Đông Hội, huyện Đông Anh, thành phố Hà Nội',
    });
  });

  it('reads an extract', () => {
    const { type, values } = readTyped([
      ...nationalHeading,
      'Gia Lâm, ngày 12 tháng 05 năm 2024',
      'Số: 312/TLKS-BS',
      'TRÍCH LỤC KHAI SINH',
      '(BẢN SAO)',
      'Họ, chữ đệm, tên: ĐÀO THU TRANG',
      'Ngày, tháng, năm sinh: 21/11/2003',
      'Giới tính: Nữ',
      'Họ, chữ đệm, tên cha: ĐÀO MẠNH HÀ',
      'Họ, chữ đệm, tên mẹ: VŨ THỊ NGA',
      'Đăng ký khai sinh tại: UBND xã Cổ Bi, huyện Gia Lâm',
    ]);
    expect(type).toBe('birth');
    expect(values).toMatchObject({
      full_name: 'ĐÀO THU TRANG',
      number: '312/TLKS-BS',
      father: 'ĐÀO MẠNH HÀ',
      mother: 'VŨ THỊ NGA',
      issuer: 'UBND xã Cổ Bi, huyện Gia Lâm',
      issue_date: 'ngày 12 tháng 05 năm 2024',
    });
  });

  it('puts right the case of a place whose capitals look like its small letters, not that of abbreviations', () => {
    const { values } = readTyped([
      ...nationalHeading,
      'GIẤY KHAI SINH',
      'Số: 41/2011',
      'Nơi đăng ký khai sinh: UBND xã Phù LỖ, huyện Sóc Sơn, TP Hà Nội',
    ]);
    expect(values).toMatchObject({ issuer: 'UBND xã Phù Lỗ, huyện Sóc Sơn, TP Hà Nội' });
  });
});
