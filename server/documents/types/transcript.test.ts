import { describe, expect, it } from 'vitest';
import { nationalHeading, readTyped } from '../read-typed.ts';

describe('transcript', () => {
  it.each([
    ['BẢNG ĐIỂM TOÀN KHÓA', 'Họ và tên: ÔN NGỌC DIỆP', 'Ngày sinh: 02/02/2002 Mã sinh viên: 20125678'],
    ['BẢNG GHI KẾT QUẢ HỌC TẬP', 'Họ và tên sinh viên: ÔN NGỌC DIỆP', 'Sinh ngày: 02/02/2002 MSSV: 20125678'],
    ['KẾT QUẢ HỌC TẬP', 'Họ tên: ÔN NGỌC DIỆP', 'Ngày, tháng, năm sinh: 02/02/2002 Mã số SV: 20125678'],
  ])('reads a %s', (title, name, birth) => {
    const { type, values } = readTyped([
      'ĐẠI HỌC QUỐC GIA HÀ NỘI',
      'TRƯỜNG ĐẠI HỌC NGOẠI NGỮ',
      ...nationalHeading,
      title,
      name,
      birth,
      'Hà Nội, ngày 30 tháng 06 năm 2024',
    ]);
    expect(type).toBe('transcript');
    expect(values).toEqual({
      full_name: 'ÔN NGỌC DIỆP',
      date_of_birth: '02/02/2002',
      student_id: '20125678',
      issue_date: 'ngày 30 tháng 06 năm 2024',
      issuer: 'TRƯỜNG ĐẠI HỌC NGOẠI NGỮ',
    });
  });
});
