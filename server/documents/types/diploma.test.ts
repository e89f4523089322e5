import { describe, expect, it } from 'vitest';
import { nationalHeading, readTyped } from '../read-typed.ts';

describe('diploma', () => {
  it('reads a bilingual degree', () => {
    const { type, values } = readTyped([
      { text: 'SOCIALIST REPUBLIC OF VIETNAM', x: 140, y: 100 },
      { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', x: 900, y: 100 },
      { text: 'TRƯỜNG ĐẠI HỌC XÂY DỰNG', x: 900, y: 150 },
      { text: 'THE DEGREE OF ENGINEER', x: 140, y: 200 },
      { text: 'BẰNG TỐT NGHIỆP ĐẠI HỌC', x: 900, y: 200 },
      { text: 'Upon: Dang Hong Ngan', x: 140, y: 260 },
      { text: 'Cho: Đặng Hồng Ngân', x: 900, y: 260 },
      { text: 'Date of birth: 09/09/2001', x: 140, y: 310 },
      { text: 'Ngày sinh: 09/09/2001', x: 900, y: 310 },
      { text: 'Ngành đào tạo: Kỹ thuật xây dựng', x: 900, y: 360 },
      { text: 'Xếp loại tốt nghiệp: Khá', x: 900, y: 410 },
      { text: 'Hà Nội, ngày 12 tháng 07 năm 2024', x: 900, y: 460 },
      { text: 'Số hiệu: QB6259517', x: 140, y: 900 },
      { text: 'Số vào sổ cấp bằng: 4030/ĐH-2024', x: 140, y: 950 },
    ]);
    expect(type).toBe('diploma');
    expect(values).toEqual({
      full_name: 'Đặng Hồng Ngân',
      date_of_birth: '09/09/2001',
      major: 'Kỹ thuật xây dựng',
      classification: 'Khá',
      number: 'QB6259517',
      register_number: '4030/ĐH-2024',
      issue_date: 'ngày 12 tháng 07 năm 2024',
      issuer: 'TRƯỜNG ĐẠI HỌC XÂY DỰNG',
    });
  });

  it('reads a school leaving certificate', () => {
    const { type, values } = readTyped([
      ...nationalHeading,
      'GIÁM ĐỐC',
      'SỞ GIÁO DỤC VÀ ĐÀO TẠO NAM ĐỊNH',
      'cấp',
      'BẰNG TỐT NGHIỆP TRUNG HỌC PHỔ THÔNG',
      'Cho: TRỊNH VĂN QUYẾT',
      'Sinh ngày: 30/08/2005 tại: Nam Định',
      'Xếp loại tốt nghiệp: Giỏi',
      'Nam Định, ngày 20 tháng 08 năm 2023',
      'Số hiệu: B1234567',
      'Số vào sổ gốc cấp văn bằng: 152/THPT-2023',
    ]);
    expect(type).toBe('diploma');
    expect(values).toEqual({
      full_name: 'TRỊNH VĂN QUYẾT',
      date_of_birth: '30/08/2005',
      classification: 'Giỏi',
      number: 'B1234567',
      register_number: '152/THPT-2023',
      issue_date: 'ngày 20 tháng 08 năm 2023',
      issuer: 'SỞ GIÁO DỤC VÀ ĐÀO TẠO NAM ĐỊNH',
    });
  });

  it('reads a master’s degree', () => {
    const { type, values } = readTyped([
      ...nationalHeading,
      'HIỆU TRƯỞNG',
      'TRƯỜNG ĐẠI HỌC NGOẠI THƯƠNG',
      'cấp BẰNG THẠC SĨ',
      'Chuyên ngành: Quản trị kinh doanh',
      'Cho ông: Hoàng Minh Tú',
      'Ngày sinh: 01/01/1990',
      'Hà Nội, ngày 02 tháng 10 năm 2018',
      'Số hiệu bằng: THS 001234',
      'Số vào sổ cấp bằng: 77/ThS-2018',
    ]);
    expect(type).toBe('diploma');
    expect(values).toMatchObject({
      full_name: 'Hoàng Minh Tú',
      major: 'Quản trị kinh doanh',
      issuer: 'TRƯỜNG ĐẠI HỌC NGOẠI THƯƠNG',
      register_number: '77/ThS-2018',
    });
  });
});
