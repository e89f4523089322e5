import { describe, expect, it } from 'vitest';
import { nationalHeading, readTyped } from '../read-typed.ts';

const head = ['SỞ TÀI CHÍNH THÀNH PHỐ HÀ NỘI', 'PHÒNG ĐĂNG KÝ KINH DOANH', ...nationalHeading];

describe('business', () => {
  it('reads a certificate that was changed', () => {
    const { type, values } = readTyped([
      ...head,
      'GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP',
      'CÔNG TY CỔ PHẦN',
      'Mã số doanh nghiệp: 0109876543',
      'Đăng ký lần đầu: ngày 05 tháng 01 năm 2015',
      'Đăng ký thay đổi lần thứ: 3, ngày 17 tháng 11 năm 2025',
      'Tên công ty viết bằng tiếng Việt: CÔNG TY CỔ PHẦN SAO MAI',
      '4. Thông tin về chủ sở hữu',
      'Họ và tên: ĐỖ THỊ LAN Giới tính: Nữ',
      '5. Người đại diện theo pháp luật của công ty',
      '* Họ, chữ đệm và tên: VI VĂN SƠN Giới tính: Nam',
      'Chức danh: Giám đốc',
    ]);
    expect(type).toBe('business');
    expect(values).toEqual({
      company: 'CÔNG TY CỔ PHẦN SAO MAI',
      number: '0109876543',
      first_issue_date: 'ngày 05 tháng 01 năm 2015',
      issue_date: 'ngày 17 tháng 11 năm 2025',
      issuer: 'SỞ TÀI CHÍNH THÀNH PHỐ HÀ NỘI',
      legal_rep: 'VI VĂN SƠN',
    });
  });

  it('reads one that never was', () => {
    const { values } = readTyped([
      ...head,
      'GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP',
      'Mã số doanh nghiệp: 0109876543',
      'Đăng ký lần đầu, ngày 05 tháng 01 năm 2015',
      'Tên doanh nghiệp: CÔNG TY TNHH GẠCH NGÓI',
      'Người đại diện theo pháp luật: NÔNG VĂN DỀN',
    ]);
    expect(values).toMatchObject({
      first_issue_date: 'ngày 05 tháng 01 năm 2015',
      issue_date: 'ngày 05 tháng 01 năm 2015',
      legal_rep: 'NÔNG VĂN DỀN',
    });
  });
});
