import { PDF } from '@libpdf/core';
import type { Language } from '@saoy/contracts/ids';
import {
  formatHour,
  formatOfficialDate,
  formatShortDate,
  weekdayName,
} from '../../calendar/vietnamese-date.ts';
import { addArchivalMetadata } from '../../issuance/rendering/archival-metadata.ts';
import { Canvas, mm } from '../../issuance/rendering/canvas.ts';
import { BLACK, INK } from '../../issuance/rendering/colours.ts';
import { FontBook } from '../../issuance/rendering/fonts.ts';
import { drawQr } from '../../issuance/rendering/qr-vector.ts';
import { drawFlow, measureFlow, type Paragraph } from '../../issuance/rendering/text-flow.ts';

const WIDTH_PT = mm(80);
/** Thermal printers of 80 mm print 72 mm. */
const MARGIN_PT = mm(5);
const QR_SIZE_PT = mm(38);
const QR_SPACE_PT = mm(5);

/** What an appointment slip (phiếu hẹn) tells; no name and no identity number. */
export interface SlipInput {
  readonly authorityName: string;
  /** Where to ask; null leaves the line out. */
  readonly contact: string | null;
  /** Short code of the request, as people say it at a desk. */
  readonly requestCode: string;
  /** Where the QR leads: the state of the request. */
  readonly statusUrl: string;
  readonly receivedAt: Date;
  /** Hour and date promised (Decree 23/2015 art. 21). */
  readonly dueAt: Date;
  readonly locale: Language;
}

const upperParagraphs = (fonts: FontBook, input: SlipInput): Paragraph[] => {
  const [sans, bold] = [fonts.get('sans'), fonts.get('sansBold')];
  const isEnglish = input.locale === 'en';
  const { dueAt, receivedAt } = input;
  const line = (text: string, sizePt = 9, spaceAfterPt = 0, typeface = sans): Paragraph => ({
    text,
    typeface,
    sizePt,
    colour: INK,
    spaceAfterPt,
  });
  const english = (text: string, spaceAfterPt = 0) => (isEnglish ? [line(text, 9, spaceAfterPt)] : []);
  return [
    line(input.authorityName, 9, 6),
    line('PHIẾU HẸN TRẢ KẾT QUẢ', 14, isEnglish ? 0 : 6, bold),
    ...english('Appointment slip', 6),
    line('Có kết quả trước', 10),
    ...english('Result ready by'),
    line(formatHour(dueAt), 34, 0, bold),
    line(`${weekdayName(dueAt, 'vi')}, ${formatOfficialDate(dueAt)}`, 11, isEnglish ? 0 : 8, bold),
    ...english(`${weekdayName(dueAt, 'en')}, ${formatShortDate(dueAt)}`, 8),
    line('Mã hồ sơ', 9),
    line(input.requestCode, 18, 2, bold),
    line(`Tiếp nhận lúc ${formatHour(receivedAt)} ngày ${formatShortDate(receivedAt)}`, 8),
  ];
};

const lowerParagraphs = (fonts: FontBook, input: SlipInput): Paragraph[] => {
  const line = (text: string, sizePt: number, spaceAfterPt = 0): Paragraph => ({
    text,
    typeface: fonts.get('sans'),
    sizePt,
    colour: BLACK,
    spaceAfterPt,
  });
  return [
    line('Giữ phiếu này.', 10),
    line('Quét mã QR để biết kết quả.', 10, 2),
    ...(input.locale === 'en' ? [line('Keep this slip; scan the code for the result.', 8, 2)] : []),
    ...(input.contact === null ? [] : [line(input.contact, 8)]),
  ];
};

/** Renders the slip as a PDF 80 mm wide and as long as its text; the same input gives the same bytes. */
export const renderSlip = async (input: SlipInput): Promise<Uint8Array> => {
  const pdf = PDF.create();
  const fonts = new FontBook(pdf);
  const column = { x: MARGIN_PT, widthPt: WIDTH_PT - 2 * MARGIN_PT, align: 'centre' } as const;
  const [upper, lower] = [upperParagraphs(fonts, input), lowerParagraphs(fonts, input)];
  const heightPt =
    2 * MARGIN_PT +
    measureFlow(upper, column.widthPt) +
    QR_SIZE_PT +
    2 * QR_SPACE_PT +
    measureFlow(lower, column.widthPt);
  const page = pdf.addPage({ width: WIDTH_PT, height: heightPt });
  const canvas = new Canvas();
  const qrTop = drawFlow(canvas, upper, { ...column, top: heightPt - MARGIN_PT }) - QR_SPACE_PT;
  drawQr(canvas, input.statusUrl, (WIDTH_PT - QR_SIZE_PT) / 2, qrTop - QR_SIZE_PT, QR_SIZE_PT);
  drawFlow(canvas, lower, { ...column, top: qrTop - QR_SIZE_PT - QR_SPACE_PT });
  page.dict.set('Contents', pdf.register(canvas.toStream()));
  page.dict.set('Resources', canvas.resources());
  addArchivalMetadata(pdf, {
    title: `Phiếu hẹn ${input.requestCode}`,
    author: input.authorityName,
    subject: 'Phiếu hẹn trả kết quả',
    identifier: input.requestCode,
    createdAt: input.receivedAt,
    fingerprint: ['slip', input.requestCode, input.receivedAt.toISOString(), input.dueAt.toISOString()],
  });
  fonts.finish();
  return pdf.save({ compressStreams: false });
};
