// The six cases in which an original may not be used (Decree 23/2015 art. 22), printed verbatim.
import { z } from 'zod';

export const refusalReasons = {
  '22.1': 'Bản chính bị tẩy xóa, sửa chữa, thêm, bớt nội dung không hợp lệ.',
  '22.2': 'Bản chính bị hư hỏng, cũ nát, không xác định được nội dung.',
  '22.3':
    'Bản chính đóng dấu mật của cơ quan, tổ chức có thẩm quyền hoặc không đóng dấu mật nhưng ghi rõ không được sao chụp.',
  '22.4':
    'Bản chính có nội dung trái pháp luật, đạo đức xã hội; tuyên truyền, kích động chiến tranh, chống chế độ xã hội chủ nghĩa Việt Nam; xuyên tạc lịch sử của dân tộc Việt Nam; xúc phạm danh dự, nhân phẩm, uy tín của cá nhân, tổ chức; vi phạm quyền công dân.',
  '22.5':
    'Bản chính do cơ quan, tổ chức có thẩm quyền của nước ngoài cấp, công chứng hoặc chứng nhận chưa được hợp pháp hóa lãnh sự theo quy định tại Khoản 1 Điều 20 của Nghị định này.',
  '22.6':
    'Giấy tờ, văn bản do cá nhân tự lập nhưng không có xác nhận và đóng dấu của cơ quan, tổ chức có thẩm quyền.',
} as const;

/** A reading aid for people who do not know Vietnamese; the Vietnamese text alone has legal force. */
export const refusalReasonsInEnglish: Record<RefusalReason, string> = {
  '22.1': 'The original has been erased, corrected, added to or cut in an invalid way.',
  '22.2': 'The original is damaged or worn so that its content cannot be made out.',
  '22.3': 'The original bears a secrecy mark, or says that it must not be copied.',
  '22.4':
    'The content of the original is against the law or social ethics, or violates the rights of others.',
  '22.5': 'The original was issued by a foreign authority and has not been consularly legalised.',
  '22.6': 'A paper written by a person themself, without confirmation and seal of a competent authority.',
};

export const refusalReasonSchema = z.enum(['22.1', '22.2', '22.3', '22.4', '22.5', '22.6']);
export type RefusalReason = z.infer<typeof refusalReasonSchema>;
