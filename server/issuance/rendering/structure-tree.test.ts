import { execFileSync } from 'node:child_process';
import { PDF, PdfArray, PdfDict, type PdfObject, PdfRef } from '@libpdf/core';
import { describe, expect, it } from 'vitest';
import { requireProgram } from '../../../tests/programs.ts';
import { certifiedCopy, digitalCopy, pageOf } from './copy.fixture.ts';
import { renderCopy } from './render-copy.ts';

interface Heard {
  readonly role: string;
  readonly words: string | undefined;
}

/** The elements in reading order, each with the words that stand for it. */
const elementsOf = async (bytes: Uint8Array): Promise<Heard[]> => {
  const pdf = await PDF.load(bytes);
  const resolve = (value: PdfObject | undefined) => (value instanceof PdfRef ? pdf.getObject(value) : value);
  const heard: Heard[] = [];
  const walk = (value: PdfObject | undefined): void => {
    const node = resolve(value);
    if (node instanceof PdfArray) for (const kid of node) walk(kid);
    if (!(node instanceof PdfDict) || !node.has('S')) return;
    const words = node.getString('Alt') ?? node.getString('ActualText');
    heard.push({ role: node.getName('S')!.value, words: words?.asString() });
    walk(node.get('K'));
  };
  const root = resolve(pdf.getCatalog().get('StructTreeRoot'));
  if (root instanceof PdfDict) walk(root.get('K'));
  return heard;
};

describe('the tags of a copy', () => {
  it('put the authority first, then the page, then its text, then foot and QR', async () => {
    const elements = await elementsOf(await renderCopy(digitalCopy([await pageOf(210, 297)])));
    expect(elements.map(({ role }) => role)).toEqual([
      ...['Document', 'Sect', 'Form', 'Figure', 'P'],
      ...['P', 'P', 'P', 'P', 'P', 'P', 'Figure'],
    ]);
    expect(elements[2]?.words).toContain('Bản sao số; Ủy ban nhân dân phường Việt Hưng');
    expect(elements[3]?.words).toBe(
      'Ảnh chụp trang 1/1 của bản chính. Chữ do máy đọc từ ảnh ở ngay sau đây, có thể sai.',
    );
    expect(elements.at(-1)?.words).toContain('Mã QR');
  });

  it('say that nothing could be read on a page without text', async () => {
    const elements = await elementsOf(await renderCopy(digitalCopy([await pageOf(86, 54, { lines: [] })])));
    expect(elements.find(({ role }) => role === 'Figure')?.words).toMatch(/không đọc được chữ nào/);
  });

  it('read the lời chứng as a heading and its lines, the signature before the name of who signed', async () => {
    const elements = await elementsOf(await renderCopy(certifiedCopy([await pageOf(210, 297)])));
    const heading = elements.findIndex(({ role }) => role === 'H1');
    const after = elements.slice(heading);
    expect(after.findIndex(({ role }) => role === 'Form')).toBe(6);
    expect(after[6]?.words).toContain('người chứng thực: Trần Thị Minh Khuê');
    expect(after[7]?.words).toBe('Con dấu của ỦY BAN NHÂN DÂN PHƯỜNG VIỆT HƯNG (MẪU THỬ)');
    expect(after[8]).toEqual({ role: 'P', words: undefined });
  });

  it('hold the words of the field that is signed second without leading to its value', async () => {
    const bytes = await renderCopy(certifiedCopy([await pageOf(210, 297)]));
    expect((await elementsOf(bytes))[2]).toMatchObject({
      role: 'P',
      words: expect.stringContaining('Sao y;'),
    });
    expect(
      Buffer.from(bytes)
        .toString('latin1')
        .match(/\/OBJR/g),
    ).toHaveLength(1);
  });

  it('name the language and show the title, and move through fields in reading order', async () => {
    const pdf = await PDF.load(await renderCopy(certifiedCopy([await pageOf(210, 297)])));
    expect(pdf.getCatalog().getString('Lang')?.asString()).toBe('vi');
    const preferences = pdf.getCatalog().get('ViewerPreferences');
    expect(preferences instanceof PdfDict && preferences.getBool('DisplayDocTitle')?.value).toBe(true);
    for (const page of pdf.getPages()) expect(page.dict.getName('Tabs')?.value).toBe('S');
  });
});

describe.runIf(requireProgram('pdfinfo'))('the tags of a copy, read by poppler', () => {
  const heardIn = (bytes: Uint8Array): string =>
    execFileSync('pdfinfo', ['-struct-text', '-'], { input: bytes, encoding: 'utf8' });

  it('hold every word that is shown, and neither the watermark nor words run together', async () => {
    const text = heardIn(await renderCopy(certifiedCopy([await pageOf(210, 297)])));
    expect(text).toContain('BẢN SAO ĐIỆN TỬ ĐƯỢC CHỨNG THỰC TỪ BẢN CHÍNH');
    expect(text).toContain('Số chứng thực 12 quyển số 01/2026 - SCT/BS');
    expect(text).toContain('7K3M-9QPX-2RTA');
    expect(text).toContain('Họ và tên: NGUYỄN THỊ NGỌC ÁNH');
    expect(text).not.toContain('TTPVHCC');
  });
});
