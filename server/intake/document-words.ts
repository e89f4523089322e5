// What a reader calls things, in both languages; the names and codes are those of contracts/recognition.
import type { Bilingual } from '@saoy/contracts/ids';
import type { RecognitionFlag } from '@saoy/contracts/recognition';
import { documentRules } from '../documents/document-types.ts';

const fieldLabels: Record<string, Bilingual> = {
  full_name: { vi: 'Họ và tên', en: 'Full name' },
  date_of_birth: { vi: 'Ngày sinh', en: 'Date of birth' },
  date_of_death: { vi: 'Ngày mất', en: 'Date of death' },
  gender: { vi: 'Giới tính', en: 'Gender' },
  father: { vi: 'Họ tên cha', en: 'Father' },
  mother: { vi: 'Họ tên mẹ', en: 'Mother' },
  personal_id: { vi: 'Số định danh cá nhân', en: 'Personal identification number' },
  number: { vi: 'Số', en: 'Number' },
  issue_date: { vi: 'Ngày cấp', en: 'Date of issue' },
  first_issue_date: { vi: 'Ngày cấp lần đầu', en: 'Date of first issue' },
  expiry: { vi: 'Có giá trị đến', en: 'Valid until' },
  issuer: { vi: 'Nơi cấp', en: 'Issued by' },
  husband: { vi: 'Họ tên chồng', en: 'Husband' },
  wife: { vi: 'Họ tên vợ', en: 'Wife' },
  husband_dob: { vi: 'Ngày sinh của chồng', en: 'Husband’s date of birth' },
  wife_dob: { vi: 'Ngày sinh của vợ', en: 'Wife’s date of birth' },
  major: { vi: 'Ngành đào tạo', en: 'Major' },
  classification: { vi: 'Xếp loại', en: 'Classification' },
  register_number: { vi: 'Số vào sổ', en: 'Register number' },
  head_of_household: { vi: 'Chủ hộ', en: 'Head of household' },
  company: { vi: 'Tên doanh nghiệp', en: 'Company' },
  legal_rep: { vi: 'Người đại diện theo pháp luật', en: 'Legal representative' },
  plaintiff: { vi: 'Nguyên đơn', en: 'Plaintiff' },
  defendant: { vi: 'Bị đơn', en: 'Defendant' },
  spouse: { vi: 'Vợ hoặc chồng', en: 'Spouse' },
  student_id: { vi: 'Mã số sinh viên', en: 'Student number' },
  title: { vi: 'Tiêu đề', en: 'Title' },
};

/** Labels that a type brings along for fields of its own. */
const labelsOfTypes: Readonly<Record<string, Bilingual>> = Object.assign(
  {},
  ...documentRules.map((rules) => rules.fieldLabels ?? {}),
);

/** The label of a field; a field nobody named is shown by its own name. */
export const fieldLabel = (name: string): Bilingual =>
  fieldLabels[name] ?? labelsOfTypes[name] ?? { vi: name, en: name };

export const flagLabels: Record<RecognitionFlag['code'], Bilingual> = {
  'unreadable-page': { vi: 'Trang khó đọc', en: 'The page is hard to read' },
  torn: { vi: 'Giấy bị rách, mất một phần', en: 'The paper is torn; a piece is missing' },
  stained: { vi: 'Có vết bẩn, vết mực che mất chữ', en: 'A stain hides a part of the text' },
  faded: { vi: 'Chữ bị phai, mờ nhạt', en: 'The ink has faded' },
  'no-seal': { vi: 'Không thấy con dấu', en: 'No seal was found' },
  'marked-as-copy': { vi: 'Giấy tờ ghi là bản sao', en: 'The paper is marked as a copy' },
  'black-and-white-copy': { vi: 'Có thể là bản chụp đen trắng', en: 'May be a black-and-white copy' },
  'secrecy-mark': { vi: 'Có dấu chỉ mức độ mật', en: 'Bears a secrecy mark' },
  'no-copying-mark': { vi: 'Ghi rõ không được sao chụp', en: 'Says that it must not be copied' },
  erasure: { vi: 'Có thể bị tẩy xóa, sửa chữa', en: 'May have been erased or corrected' },
  overwriting: { vi: 'Có chữ, số bị viết đè hoặc gạch bỏ', en: 'Something was written over or struck out' },
  expired: { vi: 'Giấy tờ đã hết hạn', en: 'The paper has expired' },
  'data-mismatch': {
    vi: 'Thông tin trên giấy tờ không khớp nhau',
    en: 'What the paper says does not agree with itself',
  },
  'listed-term': {
    vi: 'Có từ ngữ trong danh mục cần xem xét nội dung',
    en: 'Holds words of the list for which the content is to be looked at',
  },
  'not-legalised': {
    vi: 'Có thể do nước ngoài cấp, không thấy hợp pháp hóa lãnh sự',
    en: 'May be issued abroad; no consular legalisation was found',
  },
  'private-paper': {
    vi: 'Có thể do cá nhân tự lập, không thấy xác nhận và đóng dấu',
    en: 'May be written by a private person, without an authority’s confirmation and seal',
  },
};
