// What speaks against the identity that the kiosk found, in words that say what to look at; what has none is shown by its code.
import type { Bilingual } from '@saoy/contracts/ids';

const pair = (vi: string, en: string): Bilingual => ({ vi, en });

export const identityFlags: Readonly<Record<string, Bilingual>> = {
  'number-unknown-province': pair(
    'Số định danh có mã tỉnh không tồn tại',
    'The personal number names a province that does not exist',
  ),
  'number-sex-mismatch': pair(
    'Số định danh không khớp giới tính',
    'The personal number does not fit the sex',
  ),
  'number-birth-year-mismatch': pair(
    'Số định danh không khớp năm sinh',
    'The personal number does not fit the year of birth',
  ),
  'birth-date-impossible': pair('Ngày sinh trên thẻ không hợp lý', 'The date of birth cannot be'),
  'issue-date-impossible': pair('Ngày cấp thẻ không hợp lý', 'The date of issue cannot be'),
  'print-number-differs': pair(
    'Số in trên thẻ khác với số trong mã',
    'The printed number differs from the code',
  ),
  'print-name-differs': pair('Họ tên in trên thẻ khác với mã', 'The printed name differs from the code'),
  'print-birth-differs': pair(
    'Ngày sinh in trên thẻ khác với mã',
    'The printed date of birth differs from the code',
  ),
  'print-sex-differs': pair('Giới tính in trên thẻ khác với mã', 'The printed sex differs from the code'),
  'zone-number-differs': pair(
    'Số trong dòng máy đọc khác với thẻ',
    'The number in the machine-readable lines differs',
  ),
  'zone-name-differs': pair(
    'Họ tên trong dòng máy đọc khác với thẻ',
    'The name in the machine-readable lines differs',
  ),
  'zone-birth-differs': pair(
    'Ngày sinh trong dòng máy đọc khác với thẻ',
    'The date of birth in the machine-readable lines differs',
  ),
  'zone-sex-differs': pair(
    'Giới tính trong dòng máy đọc khác với thẻ',
    'The sex in the machine-readable lines differs',
  ),
  'zone-check-wrong': pair(
    'Số kiểm tra của dòng máy đọc không đúng',
    'Check digits of the machine-readable lines are wrong',
  ),
  'card-of-another-state': pair(
    'Thẻ do nước khác cấp: không phải thẻ căn cước Việt Nam',
    'The card is of another state, no Vietnamese identity card',
  ),
  'sides-disagree': pair(
    'Các mã đã đọc không cùng một người',
    'The codes that were read are not of one person',
  ),
  'code-not-on-card': pair(
    'Mã đưa trước máy quay chưa thấy có trên thẻ',
    'The code held before the camera was not found on the card',
  ),
  'qr-not-a-card': pair('Mã trên thẻ không phải mã căn cước', 'The code on the card is not that of a card'),
  'qr-missing': pair('Không đọc được mã của thẻ', 'The code of the card was not read'),
  'portrait-too-small': pair('Ảnh trên thẻ quá nhỏ để so', 'The portrait is too small to compare'),
  'portrait-unclear': pair('Ảnh trên thẻ không rõ', 'The portrait is not clear'),
  'several-faces': pair('Trên thẻ có nhiều khuôn mặt', 'The card shows several faces'),
  'liveness-doubtful': pair(
    'Có thể là ảnh hoặc màn hình trước máy quay',
    'It may be a photo or a screen before the camera',
  ),
  'liveness-timeout': pair('Không làm xong động tác', 'The movements were not finished'),
  'liveness-wrong-movement': pair('Làm sai động tác', 'A wrong movement was made'),
  'liveness-replayed': pair('Hình cũ được phát lại', 'Old pictures were played'),
  'liveness-different-person': pair('Người trước máy quay đã đổi', 'The person before the camera changed'),
  'chip-unreadable': pair('Chip không đọc được hết', 'The chip could not be read as a whole'),
  'chip-file-changed': pair('Dữ liệu trong chip đã bị sửa', 'Data of the chip were changed'),
  'chip-access-changed': pair(
    'Cách mở chip khác với dữ liệu đã ký',
    'The chip was opened otherwise than was signed',
  ),
  'chip-access-downgraded': pair(
    'Chip bị mở bằng cách yếu hơn dữ liệu đã ký',
    'The chip was opened by a weaker way than was signed',
  ),
  'chip-signature-wrong': pair('Chữ ký của chip không đúng', 'The signature of the chip is wrong'),
  'chip-issuer-unknown': pair('Không biết cơ quan ký chip', 'The issuer of the chip is not known'),
  'chip-issuer-expired': pair('Chứng thư của chip hết hạn', 'The issuer of the chip has expired'),
  'chip-number-differs': pair('Số trong chip khác với thẻ', 'The number in the chip differs'),
  'chip-name-differs': pair('Họ tên trong chip khác với thẻ', 'The name in the chip differs'),
  'chip-birth-differs': pair('Ngày sinh trong chip khác với thẻ', 'The date of birth in the chip differs'),
  'chip-expired': pair('Thẻ đã hết hạn theo chip', 'The card has expired, says the chip'),
  'chip-zone-differs': pair('Dòng máy đọc khác với chip', 'The machine-readable lines differ from the chip'),
  'chip-zone-wrong': pair('Số kiểm tra trong chip không đúng', 'Check digits in the chip are wrong'),
  'identity-not-on-record': pair(
    'Máy chủ không còn kết quả kiểm tra này',
    'The service has no record of this check',
  ),
};
