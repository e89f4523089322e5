import type { CopyInput, PrintInput } from './copy-input.ts';
import type { FootBandText } from './foot-band.ts';

const TITLES = {
  certified: {
    vi: 'BẢN SAO ĐIỆN TỬ ĐƯỢC CHỨNG THỰC TỪ BẢN CHÍNH',
    en: 'Electronic copy certified from the original',
  },
  digital: { vi: 'BẢN SAO SỐ', en: 'Digital copy' },
} as const;

/** What the copy is called in its document information. */
export const copyTitle = (input: Pick<CopyInput, 'product' | 'code'>): string =>
  input.product === 'certified'
    ? `Bản sao điện tử được chứng thực từ bản chính ${input.code}`
    : `Bản sao số ${input.code}`;

/** Host under which the copy can be checked, as people type it. */
export const verifyHost = (verifyUrl: string): string => new URL(verifyUrl).host.toLowerCase();

const pageLabel = (index: number, count: number, locale: 'vi' | 'en'): string =>
  locale === 'en'
    ? `Trang ${index + 1}/${count} · Page ${index + 1} of ${count}`
    : `Trang ${index + 1}/${count}`;

const qrAlternative = (host: string): string => `Mã QR mở trang kiểm tra bản sao tại ${host}`;

/** What the image of a page is, for who cannot see it. */
export const pageAlternative = (index: number, count: number, hasText: boolean): string =>
  `Ảnh chụp trang ${index + 1}/${count} của bản chính. ${
    hasText ? 'Chữ do máy đọc từ ảnh ở ngay sau đây, có thể sai.' : 'Máy không đọc được chữ nào trên ảnh.'
  }`;

/** The words at the foot of one page of the signed copy. */
export const copyFootText = (input: CopyInput, pageIndex: number): FootBandText => {
  const isEnglish = input.locale === 'en';
  const host = verifyHost(input.verifyUrl);
  return {
    title: TITLES[input.product].vi,
    lines: [...(isEnglish ? [TITLES[input.product].en] : []), input.authority.name],
    codes: [{ label: isEnglish ? 'Mã bản sao / Copy code' : 'Mã bản sao', code: input.code }],
    notes: [
      `Quét mã QR hoặc nhập mã tại ${host} để kiểm tra.`,
      ...(isEnglish ? [`Scan the QR code or enter the copy code at ${host} to verify.`] : []),
    ],
    pageLabel: pageLabel(pageIndex, input.pages.length, input.locale),
    qrUrl: input.verifyUrl,
    qrAlternative: qrAlternative(host),
  };
};

/** How the paper is called (Law 20/2023 art. 12: a print shows that it is one and where its source is). */
export const PRINT_TITLE = 'Bản in từ bản sao điện tử';

/** The words at the foot of one printed page; `scale` is 1 for original size. */
export const printFootText = (input: PrintInput, pageIndex: number, scale: number): FootBandText => {
  const isEnglish = input.locale === 'en';
  const host = verifyHost(input.verifyUrl);
  const percent = Math.round(scale * 100);
  const scaleVi = percent === 100 ? '' : ` · In ở tỷ lệ ${percent} %`;
  const scaleEn = percent === 100 ? '' : ` · Printed at ${percent} %`;
  return {
    title: PRINT_TITLE.toLocaleUpperCase('vi'),
    lines: [
      ...(isEnglish ? ['Print of an electronic copy'] : []),
      input.authority.name,
      'Giá trị pháp lý thuộc về bản sao điện tử đã ký số, không thuộc về tờ in này.',
      ...(isEnglish ? ['The signed electronic copy has legal value; this paper has not.'] : []),
    ],
    codes: [
      { label: isEnglish ? 'Mã bản sao / Copy code' : 'Mã bản sao', code: input.code },
      { label: isEnglish ? 'Mã đối chiếu / Check code' : 'Mã đối chiếu', code: input.checkCode },
    ],
    notes: [
      `Quét mã QR (${host}), nhập mã đối chiếu để xem ảnh các trang và so với tờ giấy này.`,
      ...(isEnglish
        ? ['Scan the QR code and enter the check code to see the page images and compare this paper.']
        : []),
    ],
    pageLabel: `${pageLabel(pageIndex, input.pages.length, input.locale)}${scaleVi}${isEnglish ? scaleEn : ''}`,
    qrUrl: input.verifyUrl,
    qrAlternative: qrAlternative(host),
  };
};
