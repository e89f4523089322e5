import type { Bilingual } from './ids.ts';

/**
 * Every type of document and what a reader calls it; copies and their seals name it so. A type's name has at most
 * twelve letters: it stands in the seal.
 */
const titles = {
  birth: { vi: 'Giấy khai sinh', en: 'Birth certificate' },
  marriage: { vi: 'Giấy chứng nhận kết hôn', en: 'Marriage certificate' },
  diploma: { vi: 'Bằng tốt nghiệp', en: 'Diploma' },
  cccd: { vi: 'Thẻ căn cước', en: 'Citizen identity card' },
  household: { vi: 'Sổ hộ khẩu', en: 'Household registration book' },
  business: { vi: 'Giấy chứng nhận đăng ký doanh nghiệp', en: 'Business registration certificate' },
  judgment: { vi: 'Bản án, quyết định của Tòa án', en: 'Court judgment or decision' },
  land: { vi: 'Giấy chứng nhận quyền sử dụng đất', en: 'Land use right certificate' },
  transcript: { vi: 'Bảng điểm', en: 'Academic transcript' },
  marital: { vi: 'Giấy xác nhận tình trạng hôn nhân', en: 'Certificate of marital status' },
  english: { vi: 'Chứng chỉ ngoại ngữ', en: 'Language certificate' },
  death: { vi: 'Giấy chứng tử', en: 'Death certificate' },
  other: { vi: 'Giấy tờ khác', en: 'Other document' },
} satisfies Record<string, Bilingual>;

export type DocumentType = keyof typeof titles;
export const documentTitles: Record<DocumentType, Bilingual> = titles;
