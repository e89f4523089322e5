import { describe, expect, it } from 'vitest';
import { nationalHeading, readTyped } from '../read-typed.ts';

describe('judgment', () => {
  it('reads an extract whose parties stand in its sentences', () => {
    const { type, values } = readTyped([
      'TÒA ÁN NHÂN DÂN HUYỆN PHÚ LỘC',
      'Thừa Thiên Huế, ngày 11 tháng 12 năm 2024',
      'Bản án số: 37/2024/HNGĐ-ST',
      'TRÍCH LỤC BẢN ÁN',
      'Căn cứ Nghị quyết số 326/2016/UBTVQH14 ngày 30 tháng 12 năm 2016',
      'Chấp nhận yêu cầu khởi kiện của chị Khổng Thu Hiền. Chị Khổng',
      'Thu Hiền được lỵ hôn với anh Đinh Quốc Sỹ.',
    ]);
    expect(type).toBe('judgment');
    expect(values).toEqual({
      number: '37/2024/HNGĐ-ST',
      issue_date: 'ngày 11 tháng 12 năm 2024',
      issuer: 'TÒA ÁN NHÂN DÂN HUYỆN PHÚ LỘC',
      plaintiff: 'Khổng Thu Hiền',
      defendant: 'Đinh Quốc Sỹ',
    });
  });

  it('reads a judgment that names its parties, dated beside its number', () => {
    const { type, values } = readTyped([
      'TÒA ÁN NHÂN DÂN KHU VỰC 3',
      'Bản án số: 12/2025/DS-ST',
      'Ngày: 05-6-2025',
      ...nationalHeading,
      'NHÂN DANH',
      'NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'TÒA ÁN NHÂN DÂN KHU VỰC 3 - HÀ NỘI',
      'Nguyên đơn: Bà Tống Thị Mai, sinh năm 1975',
      'Bị đơn: Ông Lại Văn Hợp, sinh năm 1970',
    ]);
    expect(type).toBe('judgment');
    expect(values).toEqual({
      number: '12/2025/DS-ST',
      issue_date: '05-6-2025',
      issuer: 'TÒA ÁN NHÂN DÂN KHU VỰC 3',
      plaintiff: 'Tống Thị Mai',
      defendant: 'Lại Văn Hợp',
    });
  });

  it('reads a date of issue that wraps to the line below', () => {
    const { values } = readTyped([
      'Bản án số: 53/2019/HNGĐ-ST',
      { text: 'Bà Rịa - Vũng Tàu, ngày 21 tháng 03 năm', x: 799, y: 218 },
      { text: '2019', x: 1038, y: 263 },
      { text: 'TRÍCH LỤC BẢN ÁN', x: 506, y: 398 },
    ]);
    expect(values).toMatchObject({ issue_date: 'ngày 21 tháng 03 năm 2019' });
  });

  it('reads a decision on a divorce by consent', () => {
    const { type, values } = readTyped([
      'TÒA ÁN NHÂN DÂN QUẬN HÀ ĐÔNG',
      'Số: 215/2023/QĐST-HNGĐ',
      'Hà Đông, ngày 09 tháng 08 năm 2023',
      'QUYẾT ĐỊNH',
      'CÔNG NHẬN THUẬN TÌNH LY HÔN',
      'Nguyên đơn: Chị Phí Thị Hạnh',
      'Bị đơn: Anh Cao Bá Đạt',
    ]);
    expect(type).toBe('judgment');
    expect(values).toMatchObject({
      number: '215/2023/QĐST-HNGĐ',
      plaintiff: 'Phí Thị Hạnh',
      defendant: 'Cao Bá Đạt',
    });
  });
});
