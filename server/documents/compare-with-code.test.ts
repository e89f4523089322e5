import { describe, expect, it } from 'vitest';
import { assembleDocument } from '../recognition/assemble-document.ts';
import { typePage } from './typed-page.ts';

const front = (name: string, number: string, code?: string) =>
  typePage(
    [
      'CĂN CƯỚC CÔNG DÂN',
      `Số / No.: ${number}`,
      'Họ và tên / Full name:',
      name,
      'Ngày sinh / Date of birth: 11/09/1995',
      'Giới tính / Sex: Nam Quốc tịch / Nationality: Việt Nam',
    ],
    code === undefined ? {} : { codes: [{ text: code, box: [10, 10, 100, 100] }] },
  );
const code = '066095208168||Chu Trọng Hòa|11091995|Nam|Thôn 3, Phú Thượng|22012022';

describe('a card compared with its code', () => {
  it('is sure of what print and code agree on, in the printed spelling', () => {
    const { fields, flags } = assembleDocument([front('CHU TRỌNG HOÀ', '066095208168', code)]);
    expect(fields['full_name']).toMatchObject({ value: 'CHU TRỌNG HOÀ', confidence: 0.99 });
    expect(fields['number']).toMatchObject({ value: '066095208168', confidence: 0.99 });
    expect(flags.map((flag) => flag.code)).toEqual([]);
  });

  it('takes marks the reader lost from the code', () => {
    const { fields } = assembleDocument([front('CHU TRONG HÒA', '066095208168', code)]);
    expect(fields['full_name']?.value).toBe('CHU TRỌNG HÒA');
  });

  it('keeps the print and raises a flag where the code says something else', () => {
    const { fields, flags } = assembleDocument([front('LÝ VĂN TÁM', '066095208168', code)]);
    expect(fields['full_name']?.value).toBe('LÝ VĂN TÁM');
    expect(flags).toMatchObject([{ code: 'data-mismatch', reason: '22.1', page: 1 }]);
  });

  it('asks a person to confirm what the code alone says', () => {
    const { fields } = assembleDocument([front('CHU TRỌNG HÒA', '###', code)]);
    expect(fields['number']).toMatchObject({ value: '066095208168', needsConfirmation: true });
  });
});

describe('the back of a card', () => {
  it('is known by its machine-readable lines, whose number is checked', () => {
    for (const line of ['IDVNM0952081687066095208168<<1', 'TDVNM0O952081687066095208168<<1']) {
      const back = typePage(['Đặc điểm nhận dạng / Personal identification:', line]);
      const { type, fields } = assembleDocument([back]);
      expect(type).toBe('cccd');
      expect(fields['number']?.value).toBe('066095208168');
    }
  });

  it('gives a number whose check digit is wrong only for confirmation', () => {
    const { fields } = assembleDocument([typePage(['IDVNM0952081617066095208168<<1'])]);
    expect(fields['number']).toMatchObject({ value: '066095208168', needsConfirmation: true });
  });
});
