import { describe, expect, it } from 'vitest';
import { readTyped } from '../read-typed.ts';

describe('cccd', () => {
  it('reads the card of 2021', () => {
    const { type, values } = readTyped([
      'CĂN CƯỚC CÔNG DÂN',
      'Citizen Identity Card',
      'Số / No.: 001095012345',
      'Họ và tên / Full name:',
      'LƯƠNG ĐÌNH PHÚC',
      'Ngày sinh / Date of birth: 11/09/1995',
      'Giới tính / Sex: Nam Quốc tịch / Nationality: Việt Nam',
      'Có giá trị đến: 11/09/2035',
    ]);
    expect(type).toBe('cccd');
    expect(values).toEqual({
      full_name: 'LƯƠNG ĐÌNH PHÚC',
      date_of_birth: '11/09/1995',
      gender: 'Nam',
      number: '001095012345',
      expiry: '11/09/2035',
    });
  });

  it('reads the card of 2024', () => {
    const { type, values } = readTyped([
      'CĂN CƯỚC',
      'IDENTITY CARD',
      'Số định danh cá nhân / Personal identification number:',
      '001195012345',
      'Họ, chữ đệm và tên khai sinh / Full name:',
      'LƯƠNG THỊ PHÚC',
      'Ngày, tháng, năm sinh / Date of birth: Giới tính / Sex: Nữ',
      '11/09/1995',
      'Ngày, tháng, năm hết hạn / Date of expiry:',
      '11/09/2035',
    ]);
    expect(type).toBe('cccd');
    expect(values).toMatchObject({
      full_name: 'LƯƠNG THỊ PHÚC',
      date_of_birth: '11/09/1995',
      gender: 'Nữ',
      number: '001195012345',
      expiry: '11/09/2035',
    });
  });

  it('reads a card without end', () => {
    const { values } = readTyped([
      'CĂN CƯỚC CÔNG DÂN',
      'Số / No.: 001045012345',
      'Họ và tên / Full name:',
      'TÔ VĂN BÁCH',
      'Ngày sinh / Date of birth: 11/09/1945',
      'Có giá trị đến: Không thời hạn',
    ]);
    expect(values).toMatchObject({ date_of_birth: '11/09/1945', expiry: 'Không thời hạn' });
  });
});
