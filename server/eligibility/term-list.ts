import { z } from 'zod';

/** Words for which a person should look at the content of a paper (22.4), in force from a day on. */
export const termListSchema = z.object({
  effectiveFrom: z.iso.date(),
  /** Who decided on the list. */
  basis: z.string().min(1),
  terms: z.array(z.string().min(3).max(80)).max(500),
});
export type TermList = z.infer<typeof termListSchema>;

/**
 * Used where the authority's configuration has no list of its own. Only whole phrases that hardly any lawful
 * paper uses of itself; what is unlawful no list can say, and a certifier reads the paper in any case.
 */
export const defaultTermLists: readonly TermList[] = [
  {
    effectiveFrom: '2025-11-01',
    basis: 'sample list, to be replaced by the authority',
    terms: [
      'lật đổ chính quyền',
      'lật đổ chế độ',
      'chống phá Nhà nước',
      'chống phá Đảng',
      'chống chính quyền nhân dân',
      'chống chế độ xã hội chủ nghĩa',
      'xóa bỏ chế độ xã hội chủ nghĩa',
      'kích động bạo loạn',
      'kích động chiến tranh',
      'kích động biểu tình',
      'chia rẽ dân tộc',
      'kỳ thị chủng tộc',
      'xuyên tạc lịch sử',
      'phủ nhận thành quả cách mạng',
      'đường lưỡi bò',
      'thành phố Tam Sa',
      'mua bán trẻ em',
      'mua bán phụ nữ',
      'bán nội tạng',
      'bán thận',
      'đẻ thuê',
      'mua dâm',
      'bán dâm',
      'thuê sát hại',
      'làm giả con dấu',
      'làm bằng giả',
    ],
  },
];

/** The list in force on a day (ISO 8601), the newest when no day is given. */
export const termsOn = (lists: readonly TermList[], day: string | undefined): readonly string[] =>
  lists.filter(({ effectiveFrom }) => day === undefined || effectiveFrom <= day).at(-1)?.terms ?? [];
