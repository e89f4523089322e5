import type { Bilingual } from '../ids.ts';
import type { SealReason } from './verify-seal.ts';

/** One sentence for each reason, for whoever holds the paper. */
export const sealWords: Readonly<Record<SealReason, Bilingual>> = {
  'signature-good': {
    vi: 'Con dấu số trên mã QR đúng là của cơ quan cấp.',
    en: 'The seal in the QR code was made by the issuing authority.',
  },
  'logged-before-compromise': {
    vi: 'Con dấu số đúng: nhật ký công khai đã ghi nhận nó trước khi khóa bị lộ.',
    en: 'The seal is good: the public log held it before the key was compromised.',
  },
  'signature-wrong': {
    vi: 'Con dấu số là giả: chữ ký không khớp.',
    en: 'The seal is false: its signature does not fit.',
  },
  'code-differs': {
    vi: 'Con dấu số là giả: mã bản sao trong địa chỉ đã bị thay.',
    en: 'The seal is false: the copy code in the address was replaced.',
  },
  'authority-differs': {
    vi: 'Con dấu số không phải của cơ quan mà nó nêu tên.',
    en: 'The seal is not of the authority it names.',
  },
  'key-not-valid-then': {
    vi: 'Con dấu số ghi ngày mà khóa không có hiệu lực.',
    en: 'The seal bears a date on which its key was not in use.',
  },
  'key-unknown': {
    vi: 'Chưa thể kết luận: khóa không có trong danh sách đã lưu. Hãy kiểm tra khi có mạng.',
    en: 'Cannot be decided: the key is not in the saved list. Check again with a network.',
  },
  'key-compromised': {
    vi: 'Không thể kết luận: khóa của con dấu đã bị lộ và không có bằng chứng từ nhật ký công khai.',
    en: 'Cannot be decided: the key of this seal was compromised and no proof from the public log is at hand.',
  },
  'dated-in-future': {
    vi: 'Chưa thể kết luận: con dấu ghi thời điểm sau giờ của thiết bị này. Hãy chỉnh lại đồng hồ.',
    en: 'Cannot be decided: the seal is dated later than this device’s clock. Check the clock.',
  },
  'version-unknown': {
    vi: 'Chưa thể kết luận: con dấu theo định dạng mới hơn. Hãy mở lại trang khi có mạng.',
    en: 'Cannot be decided: the seal has a newer format. Open the page again with a network.',
  },
  'no-key-list': {
    vi: 'Chưa thể kết luận: thiết bị chưa có danh sách khóa. Hãy mở trang này một lần khi có mạng.',
    en: 'Cannot be decided: no list of keys is saved here. Open this page once with a network.',
  },
  'no-cryptography': {
    vi: 'Chưa thể kết luận: trình duyệt này không kiểm tra được chữ ký trên trang không dùng HTTPS.',
    en: 'Cannot be decided: this browser checks signatures on pages with HTTPS only.',
  },
  'host-unknown': {
    vi: 'CẢNH BÁO: mã QR dẫn đến địa chỉ không phải của cơ quan cấp. Đừng mở địa chỉ đó.',
    en: 'WARNING: the QR code leads to an address that is not the authority’s. Do not open it.',
  },
  'not-an-address': {
    vi: 'Mã này không phải là mã QR của một bản sao.',
    en: 'This is not the QR code of a copy.',
  },
  'no-seal-in-address': {
    vi: 'Địa chỉ này không mang con dấu số; chỉ kiểm tra được khi có mạng.',
    en: 'This address carries no seal; it can only be checked with a network.',
  },
  'text-wrong': {
    vi: 'Con dấu số bị hỏng hoặc bị cắt. Hãy quét lại.',
    en: 'The seal is damaged or cut off. Scan it again.',
  },
  'message-wrong': {
    vi: 'Con dấu số bị hỏng hoặc không đúng định dạng.',
    en: 'The seal is damaged or not in the format.',
  },
  'payload-wrong': {
    vi: 'Nội dung con dấu số không đúng định dạng.',
    en: 'The content of the seal is not in the format.',
  },
};
