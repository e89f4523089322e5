import { describe, expect, it } from 'vitest';
import { assembleDocument } from '../recognition/assemble-document.ts';
import { typePage } from './typed-page.ts';

const birth = (id: string) =>
  typePage([
    'GIẤY KHAI SINH',
    'Họ, chữ đệm, tên: ĐOÀN KHÁNH KHẢI',
    'Ngày, tháng, năm sinh: 10/04/1996',
    'Giới tính: Nam Dân tộc: Kinh',
    `Số định danh cá nhân: ${id}`,
  ]);

describe('fields that repeat each other', () => {
  it('are left alone where they agree', () => {
    const { fields } = assembleDocument([birth('066096998753')]);
    expect(fields['personal_id']?.needsConfirmation).toBeUndefined();
  });

  it('are both for confirmation where number and year of birth disagree', () => {
    const { fields } = assembleDocument([birth('066036998753')]);
    expect(fields['personal_id']).toMatchObject({ needsConfirmation: true });
    expect(fields['date_of_birth']).toMatchObject({ needsConfirmation: true });
  });

  it('are both for confirmation where number and sex disagree', () => {
    const { fields } = assembleDocument([birth('066196998753')]);
    expect(fields['gender']).toMatchObject({ needsConfirmation: true });
  });
});

describe('values of documents', () => {
  it('join a name that wrapped to the next line of its column', () => {
    const { fields } = assembleDocument([
      typePage([
        'GIẤY CHỨNG NHẬN KẾT HÔN',
        { text: 'VỢ', x: 300, y: 300 },
        { text: 'CHỒNG', x: 1000, y: 300 },
        { text: 'Họ, chữ đệm, tên: ĐỖ PHƯƠNG', x: 140, y: 360 },
        { text: 'QUYÊN', x: 140, y: 408 },
        { text: 'Họ, chữ đệm, tên: TẠ THẾ VINH', x: 860, y: 360 },
        { text: 'HÙNG', x: 860, y: 408 },
      ]),
    ]);
    expect(fields['wife']?.value).toBe('ĐỖ PHƯƠNG QUYÊN');
    expect(fields['husband']?.value).toBe('TẠ THẾ VINH HÙNG');
  });

  it('ask about a vowel the reader saw twice', () => {
    const { fields } = assembleDocument([typePage(['GIẤY KHAI SINH', 'Họ, chữ đệm, tên: NGÔ THÙY NHUƯNG'])]);
    expect(fields['full_name']).toMatchObject({ value: 'NGÔ THÙY NHUNG', needsConfirmation: true });
  });

  it('do not take an office that names the people for the title of a judgment', () => {
    const { type } = assembleDocument([typePage(['ỦY BAN NHÂN DÂN HUYỆN CỦ CHI', 'Số: 621/UBND-NC'])]);
    expect(type).toBe('other');
  });
});
