import { fold } from './fold-text.ts';

/** Vietnamese family names; one reading slip in a mark turns most of them into no name at all. */
const SURNAMES = (
  'Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Mai Lương Tạ Quách Khổng ' +
  'Nghiêm Cù Đào Đoàn Vương Trương Lâm Hà Cao Chu Châu Tô Tống Thái Triệu Phùng Kiều Quan Lưu La Lại Bạch Bành Doãn ' +
  'Đàm Giang Hứa Khúc Kim Mạc Ninh Nông Ông Phí Phó Tăng Thân Thạch Tiêu Tôn Trang Từ Văn Vi Viên Ứng Âu Lò Cầm Sùng ' +
  'Giàng Vàng Thào Hầu Lù Tòng Quàng Hoàng Đồng Đậu Chử Cung Diệp Dư Điền Hàn Hầu Kha Lục Lữ Mã Nhan Nhữ Ôn Phù Sơn Thi Tào ' +
  'Lường Lèo Mùa Chảo Phàn Tẩn Bàn Bế Sầm Chung Danh Đới Khuất Khương Lều Liễu Mẫn ' +
  'Ngụy Nguỵ Ngọ Nhâm Tưởng Trác Trà Thiều Trầm Xồng Giáp Cấn Cát Kiên Lãnh Mông'
).split(' ');

const byFold = Map.groupBy(SURNAMES, fold);
const known = new Set(SURNAMES.map((name) => name.toUpperCase()));

/**
 * Puts right the marks of the family name when what was read is no family name and exactly one known name
 * has the same letters (ĐĂNG → ĐẶNG). Anything else stays as read.
 */
export function correctSurname(name: string): string {
  const [first = '', ...rest] = name.split(' ');
  if (known.has(first.toUpperCase())) return name;
  const candidates = [...new Set(byFold.get(fold(first)) ?? [])];
  if (candidates.length !== 1) return name;
  const isUpper = first === first.toUpperCase();
  const surname = isUpper ? candidates[0]!.toUpperCase() : candidates[0]!;
  return [surname, ...rest].join(' ');
}
