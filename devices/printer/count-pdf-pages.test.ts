import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makePdf } from './contract.ts';
import { countPdfPages } from './count-pdf-pages.ts';

describe('counting the pages of a PDF', () => {
  it('reads the page tree, whatever else counts in the file', () => {
    expect([1, 3, 250].map((pages) => countPdfPages(makePdf(pages)))).toEqual([1, 3, 250]);
    const outlines = '9 0 obj\n<< /Type /Outlines /Count 77 >>\nendobj\n';
    expect(countPdfPages(Buffer.concat([makePdf(2), Buffer.from(outlines)]))).toBe(2);
  });

  it('opens object streams', () => {
    const objects = deflateSync('2 0 3 40 << /Type /Pages /Kids [3 0 R] /Count 4 >> << /Type /Page >>');
    const head = `%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /N 2 /First 9 /Filter /FlateDecode /Length ${objects.length} >>\nstream\n`;
    expect(
      countPdfPages(Buffer.concat([Buffer.from(head), objects, Buffer.from('\nendstream\nendobj\n')])),
    ).toBe(4);
  });

  it('says nothing of what is no PDF', () => {
    expect(countPdfPages(Buffer.from('GIF89a'))).toBeUndefined();
    expect(countPdfPages(Buffer.alloc(0))).toBeUndefined();
  });
});
