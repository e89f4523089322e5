import { describe, expect, it } from 'vitest';
import { nationalHeading, readTyped } from '../read-typed.ts';

const head = [
  ...nationalHeading,
  'GIẤY CHỨNG NHẬN',
  'QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT',
  'I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất',
];
const foot = ['Số phát hành: CS 102475', 'Số vào sổ cấp GCN: CH24586'];

describe('land', () => {
  it('reads the owner and his wife', () => {
    const { type, values } = readTyped([
      ...head,
      'Ông: Lý Công Bằng, năm sinh: 1964, CCCD số: 001064000001',
      'Và vợ là bà: Từ Bích Thủy, năm sinh: 1966',
      'Hà Nội, ngày 05 tháng 08 năm 2016',
      ...foot,
    ]);
    expect(type).toBe('land');
    expect(values).toEqual({
      full_name: 'Lý Công Bằng',
      spouse: 'Từ Bích Thủy',
      number: 'CS 102475',
      register_number: 'CH24586',
      issue_date: 'ngày 05 tháng 08 năm 2016',
    });
  });

  it('reads the owner and her husband, and a woman alone', () => {
    const couple = readTyped([
      ...head,
      'Hộ bà: Kiều Thị Ngát, sinh năm 1964',
      'Và chồng là ông: Âu Văn Minh',
      ...foot,
    ]);
    expect(couple.values).toMatchObject({ full_name: 'Kiều Thị Ngát', spouse: 'Âu Văn Minh' });
    const alone = readTyped([...head, 'Bà Kiều Thị Ngát, sinh năm 1964', ...foot]);
    expect(alone.values).toMatchObject({ full_name: 'Kiều Thị Ngát' });
    expect(alone.values['spouse']).toBeUndefined();
  });

  it('knows a spouse whose label was spoilt', () => {
    const { values } = readTyped([
      ...head,
      'Ông: Đinh Bảo Phước, năm sinh: 1967',
      'Và vợ lờ bò: Lê Bích Yến, năm sinh: 1976',
    ]);
    expect(values).toMatchObject({ full_name: 'Đinh Bảo Phước', spouse: 'Lê Bích Yến' });
  });

  it('puts right the case of letters whose capitals look the same', () => {
    const { values } = readTyped([...head, 'Ông: TỪ Minh Mạnh, năm sinh: 1967']);
    expect(values).toMatchObject({ full_name: 'Từ Minh Mạnh' });
  });
});
