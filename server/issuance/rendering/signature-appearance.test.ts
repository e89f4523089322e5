import { inflateSync } from 'node:zlib';
import { PDF, PdfArray, PdfDict, type PdfObject, PdfRef, PdfStream } from '@libpdf/core';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { certifiedCopy, digitalCopy, pageOf } from './copy.fixture.ts';
import type { CopyInput, PageImage } from './copy-input.ts';
import { renderCopy } from './render-copy.ts';

const POINTS_PER_MM = 72 / 25.4;

interface Field {
  readonly rect: readonly number[];
  readonly pageSize: { readonly width: number; readonly height: number };
  /** Operators of the appearance. */
  readonly operators: string;
  readonly fonts: readonly string[];
  readonly hasImage: boolean;
}

const fieldOf = async (input: CopyInput, name: string): Promise<Field> => {
  const pdf = await PDF.load(await renderCopy(input));
  const resolve = (value: PdfObject | undefined) => (value instanceof PdfRef ? pdf.getObject(value) : value);
  const dict = (value: PdfObject | undefined): PdfDict => {
    const found = resolve(value);
    if (!(found instanceof PdfDict)) throw new Error('a dictionary was expected');
    return found;
  };
  const fields = dict(pdf.getCatalog().get('AcroForm')).get('Fields');
  if (!(fields instanceof PdfArray)) throw new Error('the form has no fields');
  const widget = [...fields]
    .map((ref) => dict(ref))
    .find((field) => field.getString('T')?.asString() === name)!;
  const form = resolve(dict(widget.get('AP')).get('N'));
  if (!(form instanceof PdfStream)) throw new Error('the field has no appearance');
  const resources = dict(form.get('Resources'));
  const fonts = resources.has('Font') ? [...dict(resources.get('Font'))].map(([, font]) => dict(font)) : [];
  const rect = widget.get('Rect');
  const page = pdf.getPages().find(({ ref }) => ref === widget.get('P'))!;
  return {
    rect:
      rect instanceof PdfArray ? [...rect].map((value) => Number((value as { value?: number }).value)) : [],
    pageSize: { width: page.width, height: page.height },
    operators: Buffer.from(inflateSync(form.data)).toString('latin1'),
    fonts: fonts.map((font) => font.getName('BaseFont')?.value ?? ''),
    hasImage: resources.has('XObject'),
  };
};

/** Decree 30/2020/NĐ-CP, annex I: how signatures are shown. */
describe('the signatures of a copy, as the decree wants them shown', () => {
  let a4: PageImage;
  beforeAll(async () => {
    a4 = await pageOf(210, 297);
  });

  it.each([
    ['certified', certifiedCopy],
    ['digital', digitalCopy],
  ] as const)('have the line of the authority at the top right of page 1 of a %s copy', async (_, copyOf) => {
    const { rect, pageSize } = await fieldOf(copyOf([a4, a4]), 'Authority');
    const [left = 0, bottom = 0, right = 0, top = 0] = rect;
    expect(pageSize.width - right).toBeLessThanOrEqual(10 * POINTS_PER_MM + 0.1);
    expect(left).toBeGreaterThan(pageSize.width / 3);
    expect(pageSize.height - top).toBeLessThanOrEqual(5 * POINTS_PER_MM);
    // Above the original, so that it hides nothing of it.
    expect(bottom).toBeGreaterThan(pageSize.height - 297 * POINTS_PER_MM * 0.1);
  });

  it('have that line upright in black at size 10, of the metrics of Times New Roman, without an image', async () => {
    const { operators, fonts, hasImage } = await fieldOf(certifiedCopy([a4]), 'Authority');
    expect(fonts).toHaveLength(1);
    expect(fonts[0]).toMatch(/^[A-Z]{6}\+Tinos(-Regular)?$/);
    expect(operators).toMatch(/^0 0 0 rg$/m);
    expect(operators.match(/Tf$/gm)?.length).toBe(operators.match(/ 10 Tf$/gm)?.length);
    expect(hasImage).toBe(false);
  });

  it('have the certifier sign in blue between titles and name, or by the image of the handwritten signature', async () => {
    const plain = await fieldOf(certifiedCopy([a4]), 'Certifier');
    const colours = [...plain.operators.matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) rg$/gm)];
    expect(colours.length).toBeGreaterThan(0);
    for (const [, red, green, blue] of colours) {
      expect(Number(blue)).toBeGreaterThan(Number(red) + 0.3);
      expect(Number(blue)).toBeGreaterThan(Number(green) + 0.3);
    }
    const background = { r: 0, g: 0, b: 160, alpha: 0.5 };
    const signaturePng = await sharp({ create: { width: 60, height: 30, channels: 4, background } })
      .png()
      .toBuffer();
    const input = certifiedCopy([a4]);
    if (input.product !== 'certified') throw new Error('a certified copy was expected');
    const drawn = await fieldOf({ ...input, certifier: { ...input.certifier, signaturePng } }, 'Certifier');
    expect(drawn).toMatchObject({ hasImage: true, fonts: [] });
  });

  it('show the time of issue with the Vietnamese zone, not the moment of rendering', async () => {
    const [first, second] = [await renderCopy(certifiedCopy([a4])), await renderCopy(certifiedCopy([a4]))];
    expect(Buffer.compare(first, second)).toBe(0);
    const later = { ...certifiedCopy([a4]), issuedAt: new Date('2026-11-21T02:31:06Z') };
    const appearance = async (input: CopyInput) => (await fieldOf(input, 'Authority')).operators;
    expect(await appearance(later)).not.toBe(await appearance(certifiedCopy([a4])));
  });
});
