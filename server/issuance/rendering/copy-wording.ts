import type { CopyInput } from './copy-input.ts';
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
    pageLabel: `Trang ${pageIndex + 1}/${input.pages.length}`,
    qrUrl: input.verifyUrl,
  };
};
