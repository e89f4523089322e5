import { fixedDaysOff } from '../calendar/national-days-off.ts';
import { NATIONAL_FEE_TABLE } from '../fees/fee-table.ts';
import { type AuthorityConfiguration, authorityConfigurationSchema } from './authority-schema.ts';

/** A made-up configuration for development, demos and tests; its names say that it is a sample. */
export const DEVELOPMENT_AUTHORITY: AuthorityConfiguration = authorityConfigurationSchema.parse({
  id: 'viet-hung-sample',
  versions: [
    {
      effectiveFrom: '2025-07-01',
      name: {
        vi: 'Ủy ban nhân dân phường Việt Hưng (mẫu thử)',
        en: 'People’s Committee of Việt Hưng Ward (sample)',
      },
      shortName: { vi: 'UBND phường Việt Hưng (mẫu thử)', en: 'Việt Hưng Ward (sample)' },
      sealOwner: 'ỦY BAN NHÂN DÂN PHƯỜNG VIỆT HƯNG (MẪU THỬ)',
      watermark: 'TTPVHCC',
      copyForms: { certified: 'Sao y', digital: 'Bản sao số' },
      productsOffered: ['certified', 'digital'],
      registerBook: { symbol: 'SCT/BS', notation: '{book}/{year}' },
      calendar: {
        daysOff: [
          ...fixedDaysOff(2025, 2030),
          // Tết Đinh Mùi and the Hùng Kings' day; to be replaced by the yearly announcement.
          ...['05', '08', '09', '10', '11'].map((day) => ({
            date: `2027-02-${day}`,
            name: 'Tết Nguyên đán',
          })),
          { date: '2027-04-16', name: 'Giỗ Tổ Hùng Vương' },
          { date: '2027-05-03', name: 'Nghỉ bù ngày Quốc tế Lao động' },
          { date: '2027-09-03', name: 'Quốc khánh' },
        ],
        swapWorkingDays: [],
        officeHours: [
          { from: '07:30', to: '11:30' },
          { from: '13:00', to: '17:00' },
        ],
      },
      advice: [
        {
          title: { vi: 'Giấy tờ đã có trên VNeID', en: 'Papers already in VNeID' },
          text: {
            vi: 'Cơ quan tiếp nhận không được yêu cầu bản sao giấy tờ mà bạn đã xuất trình trên VNeID.',
            en: 'An office may not ask for a copy of papers that you have shown in VNeID.',
          },
        },
        {
          title: { vi: 'Dữ liệu dân cư', en: 'Population data' },
          text: {
            vi: 'Nơi cư trú và số định danh được cơ quan nhà nước tự tra cứu, không cần bản sao căn cước.',
            en: 'Offices look up your residence and identity number themselves; no ID card copy is needed.',
          },
        },
      ],
      contact: {
        address: 'Phường Việt Hưng, thành phố Hà Nội',
        phone: null,
        email: null,
        website: null,
      },
      payment: null,
    },
  ],
  wording: [
    {
      effectiveFrom: '2025-07-01',
      basis: 'Thông tư 01/2020/TT-BTP; Nghị định 280/2025/NĐ-CP, mẫu lời chứng',
      lines: [
        'Chứng thực bản sao đúng với bản chính',
        'Số chứng thực {number} quyển số {book} - SCT/BS',
        'Ngày {day} tháng {month} năm {year}',
        'Người thực hiện chứng thực ký, ghi rõ họ, tên và đóng dấu',
      ],
    },
  ],
  feeTables: [NATIONAL_FEE_TABLE],
});
