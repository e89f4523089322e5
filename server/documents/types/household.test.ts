import { describe, expect, it } from 'vitest';
import { nationalHeading, readTyped } from '../read-typed.ts';

describe('household', () => {
  it('reads the book', () => {
    const { type, values } = readTyped([
      ...nationalHeading,
      'SỔ HỘ KHẨU',
      'Số: 210345678',
      'Họ và tên chủ hộ: NINH VĂN LÂM',
      'Nơi thường trú: Thôn 3, xã Phú Thượng',
      'Ngày cấp: 15/04/2012',
    ]);
    expect(type).toBe('household');
    expect(values).toEqual({
      head_of_household: 'NINH VĂN LÂM',
      number: '210345678',
      issue_date: '15/04/2012',
    });
  });

  it('reads a book with the number on a line of its own and the date at its foot', () => {
    const { values } = readTyped([
      'CÔNG AN QUẬN TÂY HỒ',
      'SỔ HỘ KHẨU',
      'Số:',
      '190887766',
      'Chủ hộ: Mai Thị Thơm',
      'Hà Nội, ngày 03 tháng 02 năm 2009',
    ]);
    expect(values).toEqual({
      head_of_household: 'Mai Thị Thơm',
      number: '190887766',
      issue_date: 'ngày 03 tháng 02 năm 2009',
    });
  });

  it('knows a label whose vowels the reader took for others', () => {
    const { values } = readTyped([...nationalHeading, 'SỔ HỘ KHẨU', 'Số: 921014240', 'Ngòy cốp: 14/11/2019']);
    expect(values).toMatchObject({ issue_date: '14/11/2019' });
  });
});
