import type { ValidationReport } from '@saoy/contracts/validation-report';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validatePdf } from '../validation/index.ts';
import { PdfDocument } from '../validation/pdf/pdf-document.ts';
import { as, type PdfDictionary } from '../validation/pdf/pdf-value.ts';
import { listSignatureFields } from '../validation/pdf/signature-fields.ts';
import { addArchiveRevision, addSecurityStore } from './index.ts';
import { PdfIncrement } from './pdf-increment.ts';
import { array, dictionary, name, reference, stream, text, withEntries } from './pdf-values.ts';
import { type SigningFixture, startSigningFixture } from './testing/signing-fixture.ts';

let fixture: SigningFixture;
let certified: Uint8Array;
let digital: Uint8Array;
beforeAll(async () => {
  fixture = await startSigningFixture();
  [certified, digital] = [await fixture.sign('certified'), await fixture.sign('digital')];
});
afterAll(() => fixture.close());

const verdictOf = async (bytes: Uint8Array, at?: Date): Promise<string> => {
  const result = await validatePdf(bytes, { trustAnchors: fixture.trustAnchors, ...(at ? { at } : {}) });
  if (!result.ok) return result.error.code;
  return result.value.subIndication ?? result.value.verdict;
};

const reportOf = async (bytes: Uint8Array): Promise<ValidationReport | undefined> => {
  const result = await validatePdf(bytes, { trustAnchors: fixture.trustAnchors });
  return result.ok ? result.value : undefined;
};

/** Where the last time-stamp of a file stands, angle brackets included. */
const lastContents = (bytes: Uint8Array): { readonly start: number; readonly end: number } => {
  const last = listSignatureFields(new PdfDocument(bytes)).at(-1)!.signature!;
  return as('string', last.entries.get('Contents'))!;
};

/** Appends a revision in which some objects are other than they were. */
const forge = (
  bytes: Uint8Array,
  change: (document: PdfDocument, increment: PdfIncrement) => void,
): Uint8Array => {
  const document = new PdfDocument(bytes);
  const increment = new PdfIncrement(document);
  change(document, increment);
  return increment.build().bytes;
};
const objectOf = (document: PdfDocument, number: number): PdfDictionary =>
  as('dictionary', document.readObject(number))!;
const PAGE = 3;
const CONTENT = 4;
const FONT = 5;
const APPEARANCE = 6;

describe('a forged copy', () => {
  it('fails wherever one byte is flipped that a signature covers', async () => {
    const { start, end } = lastContents(certified);
    await fc.assert(
      fc.asyncProperty(fc.nat(certified.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        fc.pre(at <= start || at >= end - 1);
        const flipped = Uint8Array.from(certified);
        flipped[at]! ^= mask;
        expect(await verdictOf(flipped)).not.toBe('TOTAL-PASSED');
      }),
      { numRuns: 60 },
    );
  });

  // A CMS envelope and the certificates it brings along are covered by nothing, and by design need not be (RFC 5652
  // §5.1): what counts is found elsewhere or bound by the signed attributes.
  it('tells nothing else when a byte of the last time-stamp itself is flipped, if it passes at all', async () => {
    const { start, end } = lastContents(certified);
    const genuine = await reportOf(certified);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: start + 1, max: end - 2 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, mask) => {
          const flipped = Uint8Array.from(certified);
          flipped[at]! ^= mask;
          const report = await reportOf(flipped);
          if (report?.verdict === 'TOTAL-PASSED')
            expect({ ...report, checkedAt: '' }).toEqual({ ...genuine, checkedAt: '' });
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(['\t', '\n', ' ', '\0'])(
    'fails when %j stands for a digit of its padding, which a reader would skip',
    async (blank) => {
      const last = listSignatureFields(new PdfDocument(certified)).at(-1)!.signature!;
      const contents = as('string', last.entries.get('Contents'))!;
      const changed = Uint8Array.from(certified);
      changed[contents.end - 7] = blank.charCodeAt(0);
      expect(await verdictOf(changed)).not.toBe('TOTAL-PASSED');
    },
  );

  it('fails when it is cut off anywhere after its first signature', async () => {
    const lengths = [certified.length - 1, certified.length - 40, Math.floor(certified.length / 2)];
    for (const length of lengths)
      expect(await verdictOf(certified.slice(0, length))).not.toBe('TOTAL-PASSED');
  });

  it.each<[string, (document: PdfDocument, increment: PdfIncrement) => void]>([
    ['the page shows other text', (_, i) => i.set(CONTENT, stream(Buffer.from('BT (FORGED) Tj ET')))],
    [
      'the page points to another content stream',
      (d, i) => {
        const content = i.add(stream(Buffer.from('BT (FORGED) Tj ET')));
        i.set(PAGE, withEntries(objectOf(d, PAGE), { Contents: reference(content) }));
      },
    ],
    ['the page is turned', (d, i) => i.set(PAGE, withEntries(objectOf(d, PAGE), { Rotate: 180 }))],
    [
      'the font is replaced',
      (d, i) => i.set(FONT, withEntries(objectOf(d, FONT), { BaseFont: name('Symbol') })),
    ],
    [
      'the appearance of a signature is replaced',
      (_, i) => i.set(APPEARANCE, stream(Buffer.from('0 0 9 9 re f'))),
    ],
    [
      'a page is added',
      (d, i) => {
        const page = i.add(objectOf(d, PAGE));
        i.set(2, withEntries(objectOf(d, 2), { Kids: array(reference(PAGE), reference(page)), Count: 2 }));
      },
    ],
    [
      'an annotation covers the page',
      (d, i) => {
        const note = i.add(
          dictionary({ Type: name('Annot'), Subtype: name('Square'), Rect: array(0, 0, 500, 800) }),
        );
        const page = objectOf(d, PAGE);
        const annotations = as('array', d.entry(page, 'Annots'))!;
        i.set(PAGE, withEntries(page, { Annots: array(...annotations.items, reference(note)) }));
      },
    ],
    [
      'a script runs on opening',
      (d, i) =>
        i.set(
          1,
          withEntries(d.catalog!, { OpenAction: dictionary({ S: name('JavaScript'), JS: text('x') }) }),
        ),
    ],
    [
      'the security store is taken out',
      (d, i) => {
        const entries = new Map(d.catalog!.entries);
        entries.delete('DSS');
        i.set(1, { kind: 'dictionary', entries });
      },
    ],
    [
      'the catalog is another object',
      (d, i) => {
        const forged = i.add(withEntries(d.catalog!, { Lang: text('en') }));
        (d.trailer.entries as Map<string, unknown>).set('Root', reference(forged));
      },
    ],
    [
      'a visible time-stamp field hides the text',
      (d, i) => {
        const stamp = listSignatureFields(d).at(-1)!;
        const widget = i.add(withEntries(stamp.dictionary, { T: text('X'), Rect: array(0, 0, 500, 800) }));
        const form = as('dictionary', d.entry(d.catalog, 'AcroForm'))!;
        const fields = as('array', d.entry(form, 'Fields'))!;
        i.set(
          1,
          withEntries(d.catalog!, {
            AcroForm: withEntries(form, { Fields: array(...fields.items, reference(widget)) }),
          }),
        );
      },
    ],
    [
      'metadata are invented',
      (d, i) => {
        const metadata = reference(i.add(stream(Buffer.from('<x/>'))));
        i.set(1, withEntries(d.catalog!, { Metadata: metadata }));
      },
    ],
    [
      'the title of the file is changed',
      (d, i) => {
        const info = i.add(dictionary({ Title: text('FORGED') }));
        (d.trailer.entries as Map<string, unknown>).set('Info', reference(info));
      },
    ],
  ])('fails when a later revision is appended in which %s', async (_, change) => {
    for (const copy of [certified, digital])
      expect(await verdictOf(forge(copy, change))).toBe('DOCUMENT_MODIFIED');
  });

  it('fails when a forbidden change hides among hundreds of permitted ones', async () => {
    const crowded = forge(certified, (document, increment) => {
      const stamp = listSignatureFields(document).at(-1)!;
      const value = increment.add(
        dictionary({ Type: name('DocTimeStamp'), SubFilter: name('ETSI.RFC3161') }),
      );
      const form = as('dictionary', document.entry(document.catalog, 'AcroForm'))!;
      const crowd = Array.from({ length: 300 }, (_, i) =>
        reference(increment.add(withEntries(stamp.dictionary, { T: text(`X${i}`), V: reference(value) }))),
      );
      const fields = array(...as('array', document.entry(form, 'Fields'))!.items, ...crowd);
      increment.set(1, withEntries(document.catalog!, { AcroForm: withEntries(form, { Fields: fields }) }));
      increment.set(CONTENT, stream(Buffer.from('BT (FORGED) Tj ET')));
    });
    const result = await validatePdf(crowded, { trustAnchors: fixture.trustAnchors });
    const signatures = result.ok ? result.value.signatures : [];
    for (const field of ['Certifier', 'Authority'])
      expect(signatures.find((signature) => signature.field === field)?.subIndication).toBe(
        'DOCUMENT_MODIFIED',
      );
  });

  it('fails when anything stands behind its end', async () => {
    expect(await verdictOf(Buffer.concat([certified, Buffer.from('junk')]))).toBe('DOCUMENT_MODIFIED');
  });

  it('fails when a certificate in its signature is swapped for another', async () => {
    const own = (await fixture.signer('authority')).certificate;
    const stranger = (await fixture.signer('certifier-2')).certificate;
    const hex = Buffer.from(digital).toString('latin1');
    const at = hex.indexOf(Buffer.from(own).toString('hex'));
    const swapped = Buffer.from(digital);
    swapped.write(Buffer.from(stranger).toString('hex'), at, 'latin1');
    expect(at).toBeGreaterThan(0);
    expect(await verdictOf(swapped)).not.toBe('TOTAL-PASSED');
  });

  it('fails when the byte range leaves out more than the signature', async () => {
    const source = Buffer.from(digital).toString('latin1');
    const widened = source.replace(/\/ByteRange \[0 (\d+) (\d+) (\d+)\]/, (_, a, b, c) =>
      `/ByteRange [0 ${a} ${Number(b) + 2} ${Number(c) - 2}]`.padEnd(`/ByteRange [0 ${a} ${b} ${c}]`.length),
    );
    expect(await verdictOf(Buffer.from(widened, 'latin1'))).toBe('FORMAT_FAILURE');
  });
});

describe('a genuine copy', () => {
  it('stays genuine when validation data and a further archive time-stamp are appended', async () => {
    const store = { certificates: [(await fixture.signer('tsa')).certificate], ocspResponses: [], crls: [] };
    expect(await verdictOf(addSecurityStore(certified, store))).toBe('TOTAL-PASSED');
    const renewed = await addArchiveRevision(certified, store, (await fixture.options('digital')).tsa);
    expect(renewed.ok && (await verdictOf(renewed.value.pdf))).toBe('TOTAL-PASSED');
  });

  it('is still decided after the signing certificate has lapsed, and not after the last time-stamp’s', async () => {
    const years = (count: number) => new Date(Date.now() + count * 365 * 86_400_000);
    expect(await verdictOf(certified, years(4))).toBe('TOTAL-PASSED');
    expect(await verdictOf(certified, years(6))).toBe('OUT_OF_BOUNDS_NO_POE');
  });

  it('is not decided without the trust anchor', async () => {
    const result = await validatePdf(certified, { trustAnchors: [] });
    expect(result).toMatchObject({
      value: { verdict: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' },
    });
  });
});
