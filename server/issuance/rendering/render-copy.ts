import { PDF, type PDFPage, type PdfRef } from '@libpdf/core';
import { addArchivalMetadata } from './archival-metadata.ts';
import { Canvas, mm } from './canvas.ts';
import {
  drawStamp,
  fillWording,
  STAMP_WIDTH_PT,
  type StampText,
  stampHeight,
} from './certification-stamp.ts';
import type { CopyInput, PageImage } from './copy-input.ts';
import { copyFootText, copyTitle, pageAlternative } from './copy-wording.ts';
import { FontBook } from './fonts.ts';
import { drawFootBand, footBandHeight } from './foot-band.ts';
import { drawPageImage, embedPageImage, originalSizePt, type Placement } from './page-image.ts';
import { drawSeal } from './seal-mark.ts';
import {
  authorityAppearance,
  authorityDescription,
  authorityLine,
  authorityParagraph,
  certifierAppearance,
  certifierDescription,
} from './signature-appearance.ts';
import { addSignatureFields, type SignatureField } from './signature-fields.ts';
import { type PageTags, StructureTree } from './structure-tree.ts';
import { measureFlow, type Paragraph } from './text-flow.ts';
import { drawTextLayer } from './text-layer.ts';
import { drawWatermark, registerMultiply } from './watermark.ts';

/** Narrower originals stand centred on a page of this width, so that the foot stays readable. */
const MIN_PAGE_WIDTH_PT = mm(140);
const MARGIN_PT = mm(10);
const HEAD_PADDING_PT = mm(2.5);
const STAMP_PADDING_PT = mm(5);
/** From this width on the stamp stands to the right of the QR, on narrower pages above it. */
const SIDE_BY_SIDE_WIDTH_PT = mm(185);

interface Rendering {
  readonly input: CopyInput;
  readonly pdf: PDF;
  readonly fonts: FontBook;
  readonly multiply: PdfRef;
  readonly structure: StructureTree;
}

/** The stamp of the last page of a certified copy; null everywhere else. */
const stampTextFor = (input: CopyInput, pageIndex: number): StampText | null =>
  input.product === 'certified' && pageIndex === input.pages.length - 1
    ? {
        wording: fillWording(input.authority.wording, input.number, input.issuedAt),
        certifier: input.certifier,
      }
    : null;

interface AuthorityLine {
  readonly paragraph: Paragraph;
  readonly width: number;
  readonly height: number;
}

const isSignedByAuthorityAlone = ({ product }: CopyInput): boolean => product === 'digital';

/** The authority's line, broken where a page of this width demands it. */
const measureAuthorityLine = ({ fonts, input }: Rendering, pageWidthPt: number): AuthorityLine => {
  const { copyForm, name } = input.authority;
  const paragraph = authorityParagraph(fonts, authorityLine(copyForm, name, input.issuedAt));
  const natural = paragraph.typeface.widthOf(paragraph.text, paragraph.sizePt);
  const width = Math.min(natural + 1, pageWidthPt - 2 * MARGIN_PT);
  return { paragraph, width, height: measureFlow([paragraph], width) };
};

/** The authority's signature field at the top right of page 1, above the original. */
const addAuthorityField = (
  rendering: Rendering,
  page: PDFPage,
  line: AuthorityLine,
  tags: PageTags,
): SignatureField => {
  const { paragraph, width, height } = line;
  const description = authorityDescription(paragraph);
  return {
    name: 'Authority',
    page,
    at: { x: page.width - MARGIN_PT - width, y: page.height - HEAD_PADDING_PT - height, width, height },
    appearance: authorityAppearance(rendering.pdf, paragraph, { width, height }),
    description,
    tag: tags.addField(description, isSignedByAuthorityAlone(rendering.input)),
  };
};

/** Draws the stamp with the seal and returns the certifier's field over its signature area. */
const addStamp = (
  rendering: Rendering,
  canvas: Canvas,
  page: PDFPage,
  text: StampText,
  top: number,
  tags: PageTags,
): SignatureField => {
  const { pdf, fonts, input, multiply } = rendering;
  const x = page.width - MARGIN_PT - STAMP_WIDTH_PT;
  return drawStamp(canvas, fonts, text, { x, top }, (signature, seal) => {
    const description = certifierDescription(text.certifier, input.issuedAt);
    const tag = tags.addField(description, true);
    canvas.isolate(() => {
      canvas.graphicsState(multiply);
      drawSeal(pdf, canvas, fonts, input.authority, seal);
    });
    return {
      name: 'Certifier',
      page,
      at: signature,
      appearance: certifierAppearance(pdf, fonts, text.certifier, input.issuedAt, signature),
      description,
      tag,
    };
  });
};

/** Draws one page and returns the signature fields on it. */
const drawPage = (rendering: Rendering, original: PageImage, index: number): SignatureField[] => {
  const { pdf, fonts, input, multiply, structure } = rendering;
  const size = originalSizePt(original);
  const widthPt = Math.max(size.width, MIN_PAGE_WIDTH_PT);
  const footText = copyFootText(input, index);
  const stampText = stampTextFor(input, index);
  const isSideBySide = stampText !== null && widthPt >= SIDE_BY_SIDE_WIDTH_PT;
  const bandWidthPt = isSideBySide ? widthPt - STAMP_WIDTH_PT : widthPt;
  const bandPt = footBandHeight(fonts, footText, bandWidthPt);
  const stampPt = stampText === null ? 0 : stampHeight(fonts, stampText) + 2 * STAMP_PADDING_PT;
  const footPt = isSideBySide ? Math.max(bandPt, stampPt) : bandPt + stampPt;
  const line = index === 0 ? measureAuthorityLine(rendering, widthPt) : null;
  const headPt = line === null ? 0 : line.height + 2 * HEAD_PADDING_PT;

  const page = pdf.addPage({ width: widthPt, height: headPt + size.height + footPt });
  const tags = structure.page(page);
  const canvas = new Canvas(tags);
  const at: Placement = { x: (widthPt - size.width) / 2, y: footPt, ...size };
  const fields: SignatureField[] = [];
  // Read first, as it stands above the original.
  if (line !== null) fields.push(addAuthorityField(rendering, page, line, tags));
  const alternative = pageAlternative(index, input.pages.length, original.lines.length > 0);
  canvas.element({ role: 'Figure', alternative, box: at }, () =>
    drawPageImage(canvas, embedPageImage(pdf, original), original, at),
  );
  drawWatermark(canvas, fonts.get('sansBold'), multiply, input.authority.watermark, at);
  drawTextLayer(canvas, fonts.get('sans'), original, at);

  if (stampText !== null) {
    const top = footPt - STAMP_PADDING_PT;
    fields.push(addStamp(rendering, canvas, page, stampText, top, tags));
  }
  const bandTop = isSideBySide ? footPt : bandPt;
  drawFootBand(canvas, fonts, footText, { top: bandTop, widthPt: bandWidthPt, hairlineWidthPt: widthPt });
  page.dict.set('Contents', pdf.register(canvas.toStream()));
  page.dict.set('Resources', canvas.resources());
  return fields;
};

/**
 * Renders a copy as PDF/A-2u with its signature fields present and unsigned: `Certifier` (certified copy
 * only) and `Authority`. The same input gives the same bytes.
 * @throws RangeError when there is no page, or a JPEG does not have the size that is claimed for it
 */
export const renderCopy = async (input: CopyInput): Promise<Uint8Array> => {
  if (input.pages.length === 0) throw new RangeError('a copy has at least one page');
  const pdf = PDF.create();
  const rendering: Rendering = {
    input,
    pdf,
    fonts: new FontBook(pdf),
    multiply: registerMultiply(pdf),
    structure: new StructureTree(pdf),
  };
  const fields = input.pages.flatMap((page, index) => drawPage(rendering, page, index));
  addSignatureFields(
    pdf,
    fields.toSorted((a, b) => (a.name === b.name ? 0 : a.name === 'Certifier' ? -1 : 1)),
  );
  addArchivalMetadata(pdf, {
    title: copyTitle(input),
    author: input.authority.name,
    subject: `Mã bản sao ${input.code}`,
    identifier: input.code,
    createdAt: input.issuedAt,
    isAccessible: isSignedByAuthorityAlone(input),
    fingerprint: [input.product, input.code, input.issuedAt.toISOString(), ...input.pages.map((p) => p.jpeg)],
  });
  rendering.structure.finish();
  rendering.fonts.finish();
  return pdf.save({ compressStreams: false });
};
