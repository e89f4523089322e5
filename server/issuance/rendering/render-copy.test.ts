import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDF, PdfArray, PdfDict, type PdfRef } from '@libpdf/core';
import { readQrCodes } from '@saoy/imaging';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../../../tests/programs.ts';
import { certifiedCopy, digitalCopy, pageOf, VERIFY_URL } from './copy.fixture.ts';
import type { PageImage } from './copy-input.ts';
import { renderCopy } from './render-copy.ts';

const POINTS_PER_MM = 72 / 25.4;

let a4: PageImage;
beforeAll(async () => {
  a4 = await pageOf(210, 297);
});

const fieldsOf = async (bytes: Uint8Array) => {
  const pdf = await PDF.load(bytes);
  const resolve = (value: unknown): PdfDict => {
    const object = value instanceof PdfDict ? value : pdf.getObject(value as PdfRef);
    if (!(object instanceof PdfDict)) throw new Error('a dictionary was expected');
    return object;
  };
  const form = resolve(pdf.getCatalog().get('AcroForm'));
  const fields = form.get('Fields');
  if (!(fields instanceof PdfArray)) throw new Error('the form has no fields');
  return {
    signatureFlags: form.getNumber('SigFlags')?.value,
    fields: [...fields].map((ref) => {
      const widget = resolve(ref);
      return {
        name: widget.getString('T')?.asString(),
        type: widget.getName('FT')?.value,
        flags: widget.getNumber('F')?.value,
        isSigned: widget.has('V'),
        hasAppearance: resolve(widget.get('AP')).has('N'),
        page: pdf.getPages().findIndex((page) => page.ref === widget.get('P')),
      };
    }),
  };
};

describe('renderCopy', () => {
  it('gives the same bytes for the same input, so that a retry issues the same file', async () => {
    const input = certifiedCopy([a4, await pageOf(297, 210)]);
    expect(Buffer.compare(await renderCopy(input), await renderCopy(input))).toBe(0);
  });

  it('gives another file identifier to another copy of the same pages', async () => {
    const idOf = async (code: string) =>
      /\/ID\s*\[\s*<([0-9A-F]+)>/i.exec(
        Buffer.from(await renderCopy({ ...certifiedCopy([a4]), code })).toString('latin1'),
      )?.[1];
    expect(await idOf('7K3M-9QPX-2RTA')).toMatch(/^[0-9A-F]{32}$/i);
    expect(await idOf('7K3M-9QPX-2RTA')).not.toBe(await idOf('8K3M-9QPX-2RTA'));
  });

  it('embeds the JPEG of each page byte for byte', async () => {
    const bytes = Buffer.from(await renderCopy(digitalCopy([a4])));
    expect(bytes.includes(Buffer.from(a4.jpeg))).toBe(true);
  });

  it('has both signature fields, unsigned, with final appearances, the certifier first', async () => {
    const widget = { type: 'Sig', flags: 132, isSigned: false, hasAppearance: true };
    expect(await fieldsOf(await renderCopy(certifiedCopy([a4, a4])))).toEqual({
      signatureFlags: 3,
      fields: [
        { name: 'Certifier', page: 1, ...widget },
        { name: 'Authority', page: 0, ...widget },
      ],
    });
  });

  it('has only the field of the authority in a digital copy', async () => {
    const { fields } = await fieldsOf(await renderCopy(digitalCopy([a4])));
    expect(fields.map(({ name }) => name)).toEqual(['Authority']);
  });

  it('keeps the metadata readable without parsing the PDF', async () => {
    const text = Buffer.from(await renderCopy(certifiedCopy([a4]))).toString('utf8');
    expect(text).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(text).toContain('<xmp:CreateDate>2026-11-21T02:31:05Z</xmp:CreateDate>');
  });

  it('refuses a page whose size is not what the JPEG says', async () => {
    await expect(renderCopy(certifiedCopy([{ ...a4, widthPx: a4.widthPx + 1 }]))).rejects.toThrow(RangeError);
  });

  it('refuses a page of unknown resolution and a CMYK page', async () => {
    await expect(renderCopy(certifiedCopy([{ ...a4, resolutionDpi: 0 }]))).rejects.toThrow(RangeError);
    const jpeg = await sharp(a4.jpeg).toColourspace('cmyk').jpeg().toBuffer();
    await expect(renderCopy(certifiedCopy([{ ...a4, jpeg }]))).rejects.toThrow(RangeError);
  });

  it('refuses a copy without pages', async () => {
    await expect(renderCopy(certifiedCopy([]))).rejects.toThrow(RangeError);
  });

  it('shows images of the seal and the signature when the authority has them', async () => {
    const png = await sharp({
      create: { width: 60, height: 60, channels: 4, background: { r: 200, g: 0, b: 0, alpha: 0.5 } },
    })
      .png()
      .toBuffer();
    const input = certifiedCopy([a4]);
    if (input.product !== 'certified') throw new Error('a certified copy was expected');
    const rendered = await renderCopy({
      ...input,
      authority: { ...input.authority, sealPng: png },
      certifier: { ...input.certifier, signaturePng: png },
    });
    expect(
      Buffer.from(rendered)
        .toString('latin1')
        .match(/\/SMask/g),
    ).toHaveLength(2);
  });
});

describe.runIf(requireProgram('pdftotext'))('the text of a copy', () => {
  const textOf = (bytes: Uint8Array, ...options: string[]) =>
    execFileSync('pdftotext', [...options, '-', '-'], { input: bytes, encoding: 'utf8' });

  it('carries the lời chứng, number and date as the decree words them', async () => {
    const text = textOf(await renderCopy(certifiedCopy([a4])));
    expect(text).toContain('Chứng thực bản sao đúng với bản chính');
    expect(text).toContain('Số chứng thực 12 quyển số 01/2026 - SCT/BS');
    expect(text).toContain('Ngày 21 tháng 11 năm 2026');
    expect(text).toContain('CÔNG CHỨC TƯ PHÁP - HỘ TỊCH');
    expect(text).toContain('Trần Thị Minh Khuê');
  });

  it('has the lời chứng on the last page alone', async () => {
    const [first, second] = textOf(await renderCopy(certifiedCopy([a4, a4]))).split('\f');
    expect(first).not.toContain('Số chứng thực');
    expect(second).toContain('Số chứng thực 12');
  });

  it('never has a lời chứng or the word for certification in a digital copy', async () => {
    expect(textOf(await renderCopy(digitalCopy([a4, a4])))).not.toMatch(/chứng thực/i);
  });

  it('has the line of the authority on page 1, as Decree 30/2020 wants it', async () => {
    const text = textOf(await renderCopy(certifiedCopy([a4])));
    expect(text).toContain('Sao y; Ủy ban nhân dân phường Việt Hưng (mẫu thử); 21-11-2026 09:31:05 +07:00');
  });

  it('has code and watermark on every page', async () => {
    const pages = textOf(await renderCopy(certifiedCopy([a4, await pageOf(297, 210), a4])));
    for (const text of pages.split('\f').slice(0, 3)) {
      expect(text).toContain('7K3M-9QPX-2RTA');
      expect(text).toContain('TTPVHCC');
    }
  });

  it('finds a recognised line where it stands on the page', async () => {
    const boxes = textOf(await renderCopy(digitalCopy([a4])), '-bbox');
    const word = /xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">Họ</.exec(boxes);
    const head = Number(/height="([\d.]+)"/.exec(boxes)?.[1]) - 297 * POINTS_PER_MM;
    expect(Number(word?.[1])).toBeCloseTo((90 / 150) * 72, 0);
    expect(Number(word?.[2])).toBeGreaterThan((110 / 150) * 72);
    expect(Number(word?.[3])).toBeLessThan((150 / 150) * 72 + head);
  });

  it.each([90, 180, 270] as const)(
    'puts the same text at the same place for a page that lies turned by %i°',
    async (rotation) => {
      const boxesOf = async (page: PageImage) =>
        [
          ...textOf(await renderCopy(digitalCopy([page])), '-bbox').matchAll(
            /xMin="(\d+)\.\d+".*>(.*)<\/word>/g,
          ),
        ]
          .map(([, x, word]) => `${x} ${word}`)
          .slice(0, 20);
      expect(await boxesOf(await pageOf(210, 297, { rotation }))).toEqual(await boxesOf(a4));
    },
  );

  it('follows the skew and scale of the reading', async () => {
    const angle = (2 * Math.PI) / 180;
    const [cosine, sine] = [2 * Math.cos(angle), 2 * Math.sin(angle)];
    const lines = [{ text: 'nghiêng', box: [300, 400, 100, 20], confidence: 1 }] as const;
    const page = await pageOf(210, 297, { lines, linesToImage: [cosine, -sine, 0, sine, cosine, 0] });
    const boxes = textOf(await renderCopy(digitalCopy([page])), '-bbox');
    const x = Number(/xMin="([\d.]+)"[^>]*>nghiêng</.exec(boxes)?.[1]);
    expect(x).toBeCloseTo(((cosine * 300 - sine * 418) / 150) * 72, -0.5);
  });

  it('survives what OCR makes of stains: controls, emoji, empty and inverted boxes', async () => {
    const lines = ['', '\u0000\u0007', '😀漢字', 'Đúng\u200b', 'e\u0302\u0301'].map((text, i) => ({
      text,
      box: [100, 100 + i * 40, i === 0 ? 0 : 200, i === 1 ? -5 : 30] as const,
      confidence: 0.1,
    }));
    const text = textOf(await renderCopy(digitalCopy([await pageOf(210, 297, { lines })])));
    expect(text).toContain('Đúng');
    expect(text).toContain('ế');
  });
});

describe.runIf(requireProgram('pdftoppm'))('the look of a copy', () => {
  const imageOf = (bytes: Uint8Array, page: number) =>
    execFileSync('pdftoppm', ['-r', '150', '-f', `${page}`, '-l', `${page}`, '-png', '-'], {
      input: bytes,
      maxBuffer: 1 << 28,
    });

  it('carries a QR on every page that leads to the verify page', async () => {
    const bytes = await renderCopy(certifiedCopy([a4, await pageOf(86, 54)]));
    for (const page of [1, 2]) {
      const codes = await readQrCodes(imageOf(bytes, page));
      expect(codes.map(({ text }) => text)).toEqual([VERIFY_URL]);
    }
  });

  it('shows the original at its own size and changes none of its colour outside the watermark', async () => {
    const bytes = await renderCopy(digitalCopy([a4]));
    const { data, info } = await sharp(imageOf(bytes, 1)).raw().toBuffer({ resolveWithObject: true });
    expect(info.width).toBe(a4.widthPx);
    const at = (info.width * 100 + 20) * info.channels;
    expect(
      [...data.subarray(at, at + 3)].map((v, i) => Math.abs(v - ([250, 247, 238][i] ?? 0)) <= 2),
    ).toEqual([true, true, true]);
  });
});

describe.runIf(requireProgram('qpdf'))('the structure of a copy', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'copy-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['certified', certifiedCopy],
    ['digital', digitalCopy],
  ] as const)('of product %s passes qpdf', async (product, copyOf) => {
    const file = join(folder, `${product}.pdf`);
    await writeFile(file, await renderCopy(copyOf([a4, await pageOf(86, 54)])));
    const report = execFileSync('qpdf', ['--check', file], { encoding: 'utf8' });
    expect(report).toContain('No syntax or stream encoding errors found');
  });
});
