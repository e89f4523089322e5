import { describe, expect, it } from 'vitest';
import { typePage } from '../documents/typed-page.ts';
import { assembleDocument } from '../recognition/assemble-document.ts';

const today = new Date('2026-11-21T00:00:00Z');
const national = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'];
const unsealed = { ...typePage([]).traits, redSeal: false, redSealBoxes: [] };

const flagsOf = (
  lines: Parameters<typeof typePage>[0],
  overrides: Parameters<typeof typePage>[1] = {},
  terms?: string[],
) => assembleDocument([typePage(lines, overrides)], today, terms).flags;

describe('altered originals (22.1)', () => {
  const birth = (date: string, words: string) => [
    ...national,
    'GIẤY KHAI SINH',
    'Họ, chữ đệm, tên: ĐOÀN KHÁNH KHẢI',
    `Ngày, tháng, năm sinh: ${date} ghi bằng chữ: ${words}`,
    'Giới tính: Nam Dân tộc: Kinh',
  ];

  it('are suspected where a date in digits says something else than its words', () => {
    const [flag] = flagsOf(birth('10/04/1996', 'Ngày mười, tháng tư, năm một nghìn chín trăm chín mươi bảy'));
    expect(flag).toMatchObject({ reason: '22.1', code: 'data-mismatch', page: 1 });
    expect(flag?.confidence).toBeLessThan(0.5);
    expect(flag?.evidence).toContain('date_of_birth');
  });

  it('are not suspected where digits and words agree, or the words cannot be understood', () => {
    const words = 'Ngày mười, tháng tư, năm một nghìn chín trăm chín mươi sáu';
    expect(flagsOf(birth('10/04/1996', words))).toEqual([]);
    expect(flagsOf(birth('10/04/1996', 'Ngxy mxời, thxng tx, nxm mxt'))).toEqual([]);
  });

  it('are suspected where a personal number contradicts the year of birth', () => {
    const lines = [...birth('10/04/1996', ''), 'Số định danh cá nhân: 066036998753'];
    expect(flagsOf(lines)).toMatchObject([{ reason: '22.1', code: 'data-mismatch' }]);
  });
});

describe('originals that must not be copied (22.3)', () => {
  it.each([
    'TÀI LIỆU KHÔNG ĐƯỢC SAO CHỤP',
    'Nghiêm cấm sao chép',
    'DO NOT COPY',
    'Không được phép sao, chụp',
  ])('say so: %s', (words) => {
    const [flag] = flagsOf([...national, 'THÔNG BÁO NỘI BỘ', words]);
    expect(flag).toMatchObject({ reason: '22.3', code: 'no-copying-mark', page: 1 });
    expect(flag?.confidence).toBeGreaterThan(0.8);
  });

  it('say so in a stamp', () => {
    const stamps = typePage(['DO NOT COPY']).lines;
    expect(flagsOf([...national, 'BÁO CÁO'], { stamps })).toMatchObject([
      { reason: '22.3', code: 'no-copying-mark', page: 1 },
    ]);
  });

  it('are doubted where copying only depends on leave', () => {
    const [flag] = flagsOf([
      ...national,
      'TÀI LIỆU HỌC TẬP',
      'This page may not be reproduced without permission of the publisher',
    ]);
    expect(flag?.confidence).toBeLessThan(0.5);
  });

  it('are not those that speak of copies otherwise', () => {
    expect(
      flagsOf([...national, 'THÔNG BÁO', 'Đề nghị nộp bản sao có chứng thực, không quá 6 tháng']),
    ).toEqual([]);
  });
});

describe('content to be looked at (22.4)', () => {
  const lines = [...national, 'LỜI KÊU GỌI', 'Hãy cùng nhau lật đổ chính quyền thành phố'];

  it('is found by the terms of the list, with the place', () => {
    const [flag] = flagsOf(lines);
    expect(flag).toMatchObject({
      reason: '22.4',
      code: 'listed-term',
      page: 1,
      evidence: 'lật đổ chính quyền',
    });
    expect(flag?.confidence).toBeLessThan(0.5);
    expect(flag?.box[1]).toBe((140 + 3 * 48) * 1.5);
  });

  it('is another with another list', () => {
    expect(flagsOf(lines, {}, ['cờ bạc'])).toEqual([]);
    expect(flagsOf([...national, 'QUY CHẾ', 'Luật chơi cờ bạc'], {}, ['cờ bạc'])).toMatchObject([
      { reason: '22.4' },
    ]);
  });

  it('is found where the term goes on in the next line, and where people speak of themselves', () => {
    const wrapped = [
      ...national,
      'THƯ NGỎ',
      'Tôi mời bà con cùng nhau kích động',
      'bạo loạn trong thành phố',
    ];
    expect(flagsOf(wrapped)).toMatchObject([{ code: 'listed-term', confidence: 0.4 }]);
  });

  it('is hardly suspected where the sentence speaks against it', () => {
    const [flag] = flagsOf([...national, 'QUY CHẾ', 'Nghiêm cấm kích động bạo loạn'], {}, [
      'kích động bạo loạn',
    ]);
    expect(flag?.confidence).toBeLessThan(0.2);
  });
});

describe('papers of foreign authorities (22.5)', () => {
  const foreign = [
    'STATE OF CALIFORNIA',
    'CERTIFICATION OF VITAL RECORD',
    'County of Orange, Santa Ana',
    'This certifies that the following marriage was recorded in the office of the clerk recorder',
  ];

  it('are suspected without a sign of legalisation', () => {
    const [flag] = flagsOf(foreign);
    expect(flag).toMatchObject({
      reason: '22.5',
      code: 'not-legalised',
      page: 1,
      evidence: 'STATE OF CALIFORNIA',
    });
    expect(flag?.confidence).toBeGreaterThanOrEqual(0.5);
  });

  it('are not with one, be it a line or a stamp', () => {
    const legalised = 'CHỨNG NHẬN/HỢP PHÁP HÓA LÃNH SỰ';
    expect(flagsOf([...foreign, legalised])).toEqual([]);
    expect(flagsOf(foreign, { stamps: typePage([legalised]).lines })).toEqual([]);
  });

  it('are less suspected where the law spares their kind', () => {
    const [flag] = flagsOf([
      'UNIVERSITY OF SYDNEY',
      'Bachelor of Science',
      ...foreign.slice(3),
      'degree diploma awarded',
    ]);
    expect(flag?.confidence).toBeLessThanOrEqual(0.35);
  });

  it('are not those of Vietnamese authorities, in whatever language', () => {
    expect(flagsOf([...national, 'GIẤY KHAI SINH', 'Quốc tịch: Hoa Kỳ'])).toEqual([]);
    expect(
      flagsOf(['SOCIALIST REPUBLIC OF VIET NAM', 'THE DEGREE OF BACHELOR', 'Upon: Le Minh Duc']),
    ).toEqual([]);
  });
});

describe('papers people wrote themselves (22.6)', () => {
  const contract = [...national, 'HỢP ĐỒNG THUÊ NHÀ', 'Bên A: Lê Minh Đức', 'Bên B: Trần Văn Nam'];

  it('are suspected without seal and confirmation, once', () => {
    expect(flagsOf(contract, { traits: unsealed })).toMatchObject([
      { reason: '22.6', code: 'private-paper', evidence: 'HỢP ĐỒNG THUÊ NHÀ' },
    ]);
  });

  it('are less suspected with a seal, and not with seal and confirmation', () => {
    expect(flagsOf(contract)[0]?.confidence).toBeLessThan(0.5);
    expect(flagsOf([...contract, 'LỜI CHỨNG CỦA CÔNG CHỨNG VIÊN'])).toEqual([]);
  });
});

describe('papers whose validity has passed', () => {
  const certificate = (day: string) => [
    ...national,
    'UBND PHƯỜNG YÊN HÒA',
    `Hà Nội, ngày 10 tháng 05 năm ${day}`,
    'GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN',
    'Giấy này có giá trị sử dụng trong thời hạn 6 tháng kể từ ngày cấp.',
  ];

  it('are found by a term that began with the issue', () => {
    expect(flagsOf(certificate('2026'))).toMatchObject([{ code: 'expired', reason: null, page: 1 }]);
  });

  it('are in order until its last day', () => {
    expect(assembleDocument([typePage(certificate('2026'))], new Date('2026-11-10T00:00:00Z')).flags).toEqual(
      [],
    );
  });

  it('are found by a date in their text', () => {
    const lines = [...national, 'GIẤY PHÉP XÂY DỰNG', 'Giấy phép có giá trị đến ngày 01/02/2024'];
    expect(flagsOf(lines)).toMatchObject([{ code: 'expired' }]);
  });

  it('are not judged without knowing the day', () => {
    expect(assembleDocument([typePage(certificate('2020'))]).flags).toEqual([]);
  });
});
