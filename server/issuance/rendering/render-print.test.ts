import { execFileSync } from 'node:child_process';
import { PDF } from '@libpdf/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../../../tests/programs.ts';
import { certifiedCopy, pageOf } from './copy.fixture.ts';
import type { PageImage, PrintInput } from './copy-input.ts';
import { renderPrint } from './render-print.ts';

let a4: PageImage;
let card: PageImage;
beforeAll(async () => {
  a4 = await pageOf(210, 297);
  card = await pageOf(86, 54);
});

const printOf = (pages: readonly PageImage[]): PrintInput => {
  const { authority, code, verifyUrl, issuedAt, locale } = certifiedCopy(pages);
  return { authority, code, verifyUrl, issuedAt, locale, pages, checkCode: 'K7QM-2XRA' };
};

describe('renderPrint', () => {
  it('gives the same bytes for the same input', async () => {
    expect(Buffer.compare(await renderPrint(printOf([a4])), await renderPrint(printOf([a4])))).toBe(0);
  });

  it('is A4 upright whatever the original is', async () => {
    const pdf = await PDF.load(await renderPrint(printOf([a4, card, await pageOf(297, 210)])));
    for (const page of pdf.getPages()) {
      expect([page.width, page.height].map(Math.round)).toEqual([595, 842]);
    }
  });

  it('carries no signature field', async () => {
    expect((await PDF.load(await renderPrint(printOf([a4])))).getCatalog().has('AcroForm')).toBe(false);
  });
});

describe.runIf(requireProgram('pdftotext'))('the text of a print', () => {
  const pagesOf = async (input: PrintInput) =>
    execFileSync('pdftotext', ['-', '-'], { input: await renderPrint(input), encoding: 'utf8' })
      .split('\f')
      .slice(0, -1);

  it('is marked as a print, with copy code and check code, on every page', async () => {
    for (const text of await pagesOf(printOf([a4, card, a4]))) {
      expect(text).toContain('Bản in từ bản sao điện tử');
      expect(text).toContain('7K3M-9QPX-2RTA');
      expect(text).toContain('K7QM-2XRA');
    }
  });

  it('never claims to be certified', async () => {
    expect((await pagesOf(printOf([a4]))).join()).not.toMatch(/chứng thực/i);
  });

  it('names the scale of a page that had to be made smaller, and only of that', async () => {
    const [small, large] = await pagesOf(printOf([card, a4]));
    expect(small).not.toContain('tỷ lệ');
    expect(large).toMatch(/In ở tỷ lệ 7\d %/);
  });
});
