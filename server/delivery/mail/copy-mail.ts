import type { Bilingual, Language, Product } from '@saoy/contracts/ids';
import { formatShortDate } from '../../calendar/vietnamese-date.ts';

/** A message ready to be sent. */
export interface MailMessage {
  readonly to: string;
  /** Without angle brackets; the same for every attempt, so that a receiver can tell a repetition. */
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: Uint8Array;
  }[];
}

export interface CopyMailInput {
  readonly to: string;
  readonly requestId: string;
  readonly product: Product;
  readonly code: string;
  readonly verifyUrl: string;
  readonly issuedAt: Date;
  readonly authorityName: Bilingual;
  /** Language that comes first; the other follows, because the receiver may pass the mail on. */
  readonly language: Language;
  /** The signed file. */
  readonly pdf: Uint8Array;
}

const NAMES: Record<Product, Bilingual> = {
  certified: { vi: 'Bản sao điện tử được chứng thực từ bản chính', en: 'Certified electronic copy' },
  digital: { vi: 'Bản sao số', en: 'Digital copy' },
};

const lowerFirst = (text: string): string => text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);

const paragraphs = (input: CopyMailInput, language: Language): string[] => {
  const name = NAMES[input.product][language];
  const authority = input.authorityName[language];
  const date = formatShortDate(input.issuedAt);
  return language === 'vi'
    ? [
        'Kính gửi Quý khách,',
        `${authority} gửi kèm thư này ${lowerFirst(name)}, mã ${input.code}, cấp ngày ${date}.`,
        'Tệp PDF đính kèm có chữ ký số. Hãy giữ nguyên tệp; bản in ra giấy không có giá trị như tệp đã ký.',
        `Kiểm tra bản sao tại: ${input.verifyUrl}`,
        'Thư này được gửi tự động. Nếu Quý khách không yêu cầu bản sao này, xin vui lòng xóa thư.',
      ]
    : [
        'Dear Sir or Madam,',
        `${authority} sends you with this message a ${lowerFirst(name)}, code ${input.code}, issued on ${date}.`,
        'The attached PDF is digitally signed. Keep the file as it is; a print on paper does not have the value of the signed file.',
        `Verify the copy at: ${input.verifyUrl}`,
        'This message was sent automatically. If you did not ask for this copy, please delete it.',
      ];
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

const toHtml = (lines: readonly string[], url: string): string => {
  const link = `<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`;
  return lines.map((line) => `<p>${escapeHtml(line).replace(escapeHtml(url), link)}</p>`).join('\n');
};

/** Writes the message that carries a signed copy, in both languages, without any personal data in it. */
export const composeCopyMail = (input: CopyMailInput): MailMessage => {
  const languages: Language[] = input.language === 'vi' ? ['vi', 'en'] : ['en', 'vi'];
  const blocks = languages.map((language) => ({ language, lines: paragraphs(input, language) }));
  const html = blocks
    .map(({ language, lines }) => `<div lang="${language}">\n${toHtml(lines, input.verifyUrl)}\n</div>`)
    .join('\n<hr>\n');
  return {
    to: input.to,
    messageId: `copy-${input.requestId}@${new URL(input.verifyUrl).hostname}`,
    subject: `${NAMES[input.product][input.language]} ${input.code}`,
    text: blocks.map(({ lines }) => lines.join('\n\n')).join('\n\n---\n\n'),
    html: `<!doctype html>\n<html lang="${input.language}"><body>\n${html}\n</body></html>`,
    attachments: [
      { filename: `ban-sao-${input.code}.pdf`, contentType: 'application/pdf', content: input.pdf },
    ],
  };
};
