import { recognitionSchema } from '@saoy/contracts/recognition';
import { describe, expect, it } from 'vitest';
import { typePage } from '../documents/typed-page.ts';
import { assembleDocument } from './assemble-document.ts';

const today = new Date('2026-11-21T00:00:00Z');

const birthLines = [
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'Độc lập - Tự do - Hạnh phúc',
  'GIẤY KHAI SINH',
  'Số: 41/2011',
  'Họ, chữ đệm, tên: TRẦN MINH ANH',
  'Ngày, tháng, năm sinh: 03/02/2011 ghi bằng chữ: Ngày ba tháng hai',
  'Giới tính: NỮ Dân tộc: Kinh Quốc tịch: Việt Nam',
  'Số định danh cá nhân: O01311O12345',
  'Họ, chữ đệm, tên người mẹ: LÊ THỊ HOA',
  'Họ, chữ đệm, tên người cha: TRẦN VĂN NAM',
  'Nơi đăng ký khai sinh: UBND phường Yên Hòa, thành phố Hà Nội',
  'Ngày, tháng, năm đăng ký: 10/02/2011',
];

const valuesOf = (fields: Record<string, { value: string }>) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value]));

describe('assembleDocument', () => {
  it('reads a birth certificate', () => {
    const recognition = assembleDocument([typePage(birthLines)], today);
    expect(recognitionSchema.parse(recognition)).toEqual(recognition);
    expect(recognition.type).toBe('birth');
    expect(valuesOf(recognition.fields)).toEqual({
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
    expect(recognition.fields['date_of_birth']?.normalised).toBe('2011-02-03');
    expect(recognition.fields['personal_id']?.needsConfirmation).toBe(true);
    expect(recognition.flags).toEqual([]);
  });

  it('finds a field where it stands on the input', () => {
    const { fields } = assembleDocument([typePage(birthLines)], today);
    expect(fields['father']?.box).toEqual([(140 + 28 * 15) * 1.5, (140 + 9 * 48) * 1.5, 180 * 1.5, 48]);
  });

  it('gives the spouses of two columns each their own names and dates', () => {
    const column = (x: number, heading: string, name: string, date: string) => [
      { text: heading, x: x + 250, y: 440 },
      { text: `Họ, chữ đệm, tên: ${name}`, x, y: 500 },
      { text: `Ngày, tháng, năm sinh: ${date}`, x, y: 550 },
    ];
    const { type, fields } = assembleDocument(
      [
        typePage([
          { text: 'GIẤY CHỨNG NHẬN KẾT HÔN', x: 500, y: 300 },
          { text: 'Số: 164/2024', x: 700, y: 380 },
          ...column(150, 'VỢ', 'LÊ THU HÀ', '13/09/1991'),
          ...column(880, 'CHỒNG', 'VŨ ĐỨC HUY', '18/10/1989'),
          { text: 'Ngày, tháng, năm đăng ký: 21/05/2024', x: 150, y: 800 },
        ]),
      ],
      today,
    );
    expect(type).toBe('marriage');
    expect(valuesOf(fields)).toMatchObject({
      wife: 'LÊ THU HÀ',
      husband: 'VŨ ĐỨC HUY',
      wife_dob: '13/09/1991',
      husband_dob: '18/10/1989',
      number: '164/2024',
    });
  });

  it('finds the parties of a judgment inside its sentences, across a line break', () => {
    const { type, fields } = assembleDocument([
      typePage([
        'TÒA ÁN NHÂN DÂN HUYỆN PHÚ LỘC',
        'Thừa Thiên Huế, ngày 11 tháng 12 năm 2024',
        'Bản án số: 37/2024/HNGĐ-ST',
        'TRÍCH LỤC BẢN ÁN',
        'Căn cứ Nghị quyết số 326/2016/UBTVQH14 ngày 30 tháng 12 năm 2016 của Quốc hội',
        'Chấp nhận yêu cầu khởi kiện của chị Khổng Thu Hiền. Chị Khổng',
        'Thu Hiền được ly hôn với anh Đinh Quốc Sỹ.',
      ]),
    ]);
    expect(type).toBe('judgment');
    expect(valuesOf(fields)).toEqual({
      number: '37/2024/HNGĐ-ST',
      issue_date: 'ngày 11 tháng 12 năm 2024',
      issuer: 'TÒA ÁN NHÂN DÂN HUYỆN PHÚ LỘC',
      plaintiff: 'Khổng Thu Hiền',
      defendant: 'Đinh Quốc Sỹ',
    });
  });

  it('takes the type from the title, whatever the reader made of its marks', () => {
    const lines = birthLines.map((line) => (line === 'GIẤY KHAI SINH' ? 'GIAY KHAl SlNH' : line));
    expect(assembleDocument([typePage(lines)]).type).toBe('birth');
  });

  it('calls a paper without known title other, with its title', () => {
    const { type, fields } = assembleDocument([typePage(['HỢP ĐỒNG THUÊ NHÀ', 'Bên A: công ty Sao Mai'])]);
    expect(type).toBe('other');
    expect(fields['title']?.value).toBe('HỢP ĐỒNG THUÊ NHÀ');
  });

  it('answers a document without pages or text as other without fields', () => {
    expect(assembleDocument([typePage([])])).toMatchObject({ type: 'other', fields: {} });
  });
});
