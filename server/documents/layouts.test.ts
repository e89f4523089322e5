import { describe, expect, it } from 'vitest';
import { assembleDocument } from '../recognition/assemble-document.ts';
import { nationalHeading, readTyped } from './read-typed.ts';
import { typePage } from './typed-page.ts';

const at = (x: number, y: number, text: string) => ({ text, x, y });

describe('papers of the known kinds in other forms', () => {
  it('have their labels in two languages', () => {
    const { type, values } = readTyped([
      ...nationalHeading,
      'GIẤY KHAI SINH',
      'Số/No.: 293/2013',
      'Họ, chữ đệm, tên / Full name: LƯỜNG THỊ XUÂN',
      'Ngày, tháng, năm sinh / Date of birth: 05-03-2013',
      'Giới tính / Sex: Nữ Dân tộc / Ethnicity: Thái',
      "Họ, chữ đệm, tên người mẹ / Mother's full name: VI THỊ HOA",
      'Nơi đăng ký khai sinh / Place of registration: UBND xã Chiềng Ly',
    ]);
    expect(type).toBe('birth');
    expect(values).toEqual({
      full_name: 'LƯỜNG THỊ XUÂN',
      date_of_birth: '05-03-2013',
      gender: 'Nữ',
      mother: 'VI THỊ HOA',
      number: '293/2013',
      issuer: 'UBND xã Chiềng Ly',
    });
  });

  it('keep the comma where the name of the issuer wraps', () => {
    const { values } = readTyped([
      'GIẤY KHAI SINH',
      at(140, 300, 'Nơi đăng ký khai sinh: Ủy ban nhân dân phường Hoa Lư, thành phố Pleiku,'),
      at(140, 348, 'tỉnh Gia Lai'),
    ]);
    expect(values['issuer']).toBe('Ủy ban nhân dân phường Hoa Lư, thành phố Pleiku, tỉnh Gia Lai');
  });

  it('have a table of husband and wife', () => {
    const { type, values } = readTyped([
      at(500, 300, 'GIẤY CHỨNG NHẬN KẾT HÔN'),
      at(600, 400, 'CHỒNG'),
      at(1000, 400, 'VỢ'),
      at(140, 460, 'Họ và tên'),
      at(540, 460, 'Lưu Hoài Nam'),
      at(940, 460, 'Lâm Thị Thơm'),
      at(140, 520, 'Ngày, tháng, năm sinh'),
      at(540, 520, '27-10-1960'),
      at(940, 520, '05-10-1978'),
    ]);
    expect(type).toBe('marriage');
    expect(values).toMatchObject({
      husband: 'Lưu Hoài Nam',
      wife: 'Lâm Thị Thơm',
      husband_dob: '27-10-1960',
      wife_dob: '05-10-1978',
    });
  });

  it('break a name after the family name', () => {
    const { values } = readTyped([
      'GIẤY CHỨNG NHẬN KẾT HÔN',
      at(140, 300, 'Họ, chữ đệm, tên vợ: ÂU NHƯ THOA'),
      at(900, 300, 'Họ, chữ đệm, tên chồng: HOÀNG'),
      at(900, 348, 'QUANG ÂN'),
    ]);
    expect(values['husband']).toBe('HOÀNG QUANG ÂN');
  });

  it('name an office on two lines, below its superior', () => {
    const { values } = readTyped([
      at(140, 140, 'TÒA ÁN NHÂN DÂN TỈNH LÂM ĐỒNG'),
      at(260, 188, 'TÒA ÁN NHÂN DÂN'),
      at(245, 236, 'HUYỆN ĐỨC TRỌNG'),
      at(600, 400, 'TRÍCH LỤC BẢN ÁN'),
    ]);
    expect(values['issuer']).toBe('TÒA ÁN NHÂN DÂN HUYỆN ĐỨC TRỌNG');
  });

  it('begin a date with the last word of its label', () => {
    const { values } = readTyped([
      'GIẤY CHỨNG TỬ',
      'Họ và tên: Đào Duy Sơn',
      'Sinh ngày 19 tháng 12 năm 1941',
    ]);
    expect(values['date_of_birth']).toBe('ngày 19 tháng 12 năm 1941');
  });

  it('have cells beside their labels and short names of months', () => {
    const { type, values } = readTyped([
      at(400, 140, 'CERTIFICATE OF ENGLISH LANGUAGE'),
      at(140, 300, 'Candidate name'),
      at(700, 300, 'Luong Thi Nguyen'),
      at(140, 360, 'Date of birth'),
      at(700, 360, '11 Sep 1991'),
      at(140, 420, 'Certificate number'),
      at(700, 420, '0204-7403-5284'),
    ]);
    expect(type).toBe('english');
    expect(values).toEqual({
      full_name: 'Luong Thi Nguyen',
      date_of_birth: '11 Sep 1991',
      number: '0204-7403-5284',
    });
  });

  it.each([
    ['CHỨNG CHỈ NĂNG LỰC TIẾNG ANH', 'english'],
    ['HỌC BẠ TRUNG HỌC PHỔ THÔNG', 'transcript'],
    ['GIẤY CHỨNG NHẬN ĐĂNG KÝ HOẠT ĐỘNG CHI NHÁNH', 'business'],
    ['XÁC NHẬN TÌNH TRẠNG HÔN NHÂN', 'marital'],
    ['BẰNG THẠC SĨ', 'diploma'],
  ])('are known by the title "%s"', (title, type) => {
    expect(readTyped([...nationalHeading, title]).type).toBe(type);
  });

  it('read the numbers of branches, of households and of schools as printed', () => {
    expect(
      readTyped(['GIẤY CHỨNG NHẬN ĐĂNG KÝ HOẠT ĐỘNG CHI NHÁNH', 'Mã số chi nhánh: 0160467858-004']).values,
    ).toMatchObject({ number: '0160467858-004' });
    expect(readTyped(['GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH', 'Số: 41A8012345']).values).toMatchObject({
      number: '41A8012345',
    });
    expect(readTyped(['BẢNG ĐIỂM', 'MSSV: B4413120']).values).toMatchObject({ student_id: 'B4413120' });
    expect(readTyped(['BẰNG CỬ NHÂN', 'Số hiệu: SGD8720397']).values).toMatchObject({ number: 'SGD8720397' });
  });

  it('are known by what else they bear where the heading was not read, with doubt', () => {
    const { type, typeConfidence } = assembleDocument([
      typePage(['Số: 049047162', 'Họ và tên chủ hộ: VŨ TRỌNG KIỆT', 'Quan hệ với chủ hộ']),
    ]);
    expect(type).toBe('household');
    expect(typeConfidence).toBeLessThan(0.8);
  });
});

describe('papers that name another one', () => {
  it.each(['HUYỆN VĂN BÀN', 'HUYỆN ĐƠN DƯƠNG', 'HUYỆN XÍN MẦN'])('are not those of %s', (district) => {
    const { type } = readTyped([at(500, 300, district), at(480, 345, 'GIẤY KHAI SINH')]);
    expect(type).toBe('birth');
  });

  it.each([
    ['an application for it', ['TỜ KHAI ĐĂNG KÝ KHAI SINH']],
    ['an application on two lines', ['ĐƠN YÊU CẦU', 'CÔNG NHẬN THUẬN TÌNH LY HÔN']],
    ['a contract', ['HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT']],
    ['a sentence', ['GIẤY ỦY QUYỀN', 'nhận Giấy khai sinh, Sổ hộ khẩu và Giấy chứng nhận kết hôn.']],
    ['a field', ['SƠ YẾU LÝ LỊCH', 'Bằng tốt nghiệp đại học: Trường Đại học Luật']],
    ['a like title', ['GIẤY CHỨNG NHẬN TỐT NGHIỆP TẠM THỜI']],
    ['another like title', ['GIẤY CHỨNG MINH NHÂN DÂN']],
    ['a certificate of a vehicle', ['GIẤY CHỨNG NHẬN ĐĂNG KÝ XE MÔ TÔ']],
    ['a decision about it', ['QUYẾT ĐỊNH', 'Về việc công nhận tốt nghiệp và cấp bằng tốt nghiệp đại học']],
  ])('are others: %s', (_, lines) => {
    expect(readTyped([...nationalHeading, ...lines]).type).toBe('other');
  });
});
