import { deflateSync } from 'node:zlib';
import {
  subIndicationSchema,
  type ValidationReport,
  validationReportSchema,
  verdictSchema,
} from '@saoy/contracts/validation-report';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportText, sentenceFor, validateInWorker, validatePdf } from './index.ts';

const trust = { trustAnchors: [] };
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** A PDF by hand: numbered bodies, a cross-reference table and extra trailer entries. */
function pdfOf(bodies: readonly string[], trailer = ''): Uint8Array {
  let file = '%PDF-1.7\n';
  const offsets = bodies.map((body, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  file += `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n`;
  for (const offset of offsets) file += `${String(offset).padStart(10, '0')} 00000 n \n`;
  return latin1(
    `${file}trailer\n<</Size ${bodies.length + 1} /Root 1 0 R ${trailer}>>\nstartxref\n${start}\n%%EOF\n`,
  );
}
const page = '<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>';
const unsigned = pdfOf(['<</Type /Catalog /Pages 2 0 R>>', '<</Type /Pages /Kids [3 0 R] /Count 1>>', page]);

/** A file whose only cross-reference section is a stream with these compressed data. */
function pdfWithStream(compressed: Uint8Array, entries: string): Uint8Array {
  const head = latin1('%PDF-1.7\n');
  const open = latin1(
    `9 0 obj\n<</Type /XRef /Root 1 0 R ${entries} /Filter /FlateDecode /Length ${compressed.length}>>\nstream\n`,
  );
  const close = latin1(`\nendstream\nendobj\nstartxref\n${head.length}\n%%EOF\n`);
  return new Uint8Array(Buffer.concat([head, open, compressed, close]));
}

const codeOf = async (bytes: Uint8Array): Promise<string> => {
  const result = await validatePdf(bytes, trust);
  return result.ok ? (result.value.subIndication ?? result.value.verdict) : result.error.code;
};

describe('validating a file', () => {
  it('cannot decide about a file without a signature', async () => {
    const result = await validatePdf(unsigned, trust);
    expect(result).toMatchObject({
      ok: true,
      value: { verdict: 'INDETERMINATE', subIndication: 'NO_SIGNATURE', signatures: [] },
    });
    expect(result.ok && validationReportSchema.parse(result.value)).toBeTruthy();
  });

  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'validation.not-a-pdf'],
    ['a picture', latin1('\x89PNG\r\n\x1a\n'.padEnd(500, 'x')), 'validation.not-a-pdf'],
    ['a header alone', latin1('%PDF-1.7\n'), 'validation.unreadable'],
    ['a file cut in half', unsigned.slice(0, unsigned.length / 2), 'validation.unreadable'],
    [
      'an encrypted file',
      pdfOf(['<</Type /Catalog /Pages 2 0 R>>', '<<>>'], '/Encrypt <<>>'),
      'validation.encrypted',
    ],
    ['a catalog that refers to itself', pdfOf(['1 0 R']), 'validation.unreadable'],
    [
      'a dictionary key given twice',
      pdfOf(['<</Type /Catalog /Pages 2 0 R /Pages 3 0 R>>', '<<>>']),
      'validation.unreadable',
    ],
    ['a circle of revisions', pdfOf(['<</Type /Catalog>>'], '/Prev 46'), 'validation.unreadable'],
    [
      'objects nested a thousandfold',
      pdfOf([`<</A ${'['.repeat(1000)}${']'.repeat(1000)}>>`]),
      'validation.too-complex',
    ],
    [
      'a table of a billion objects',
      latin1('%PDF-1.7\nxref\n0 1000000000\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n'),
      'validation.too-complex',
    ],
    [
      'a decompression bomb',
      pdfWithStream(deflateSync(Buffer.alloc(200 * 1024 * 1024)), '/W [1 4 2] /Index [0 28000000]'),
      'validation.too-complex',
    ],
  ])('answers %s with a coded error', async (_, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
  });

  it('survives a form whose fields contain each other', async () => {
    const cyclic = pdfOf([
      '<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [3 0 R]>>>>',
      '<</Type /Pages /Kids [2 0 R] /Count 1>>',
      '<</T (a) /FT /Sig /Kids [3 0 R 4 0 R]>>',
      '<</T (b) /Kids [3 0 R]>>',
    ]);
    expect(await codeOf(cyclic)).toBe('NO_SIGNATURE');
  });

  it('reports a signature of which nothing is right', async () => {
    const nonsense = pdfOf([
      '<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [3 0 R] /SigFlags 3>>>>',
      '<</Type /Pages /Kids [] /Count 0>>',
      '<</T (S) /FT /Sig /V <</Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <00>>>>>',
    ]);
    const result = await validatePdf(nonsense, trust);
    expect(result).toMatchObject({ value: { verdict: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' } });
  });

  it('never throws, whatever the bytes', async () => {
    const source = Buffer.from(unsigned);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat(source.length - 1), with: fc.uint8Array({ maxLength: 12 }) }), {
          maxLength: 4,
        }),
        async (edits) => {
          const edited = Buffer.from(source);
          for (const edit of edits) Buffer.from(edit.with).copy(edited, edit.at);
          expect(await codeOf(edited)).toMatch(/^(NO_SIGNATURE|validation\.)/);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('validating in a worker', () => {
  const limits = { timeoutMs: 10_000, maxBytes: 1024 * 1024 };

  it('gives the same report as in the calling thread', async () => {
    const at = new Date('2026-01-01T00:00:00Z');
    expect(await validateInWorker(unsigned, { ...trust, at }, limits)).toEqual(
      await validatePdf(unsigned, { ...trust, at }),
    );
  });

  it('refuses a file that is too large without reading it', async () => {
    const huge = new Uint8Array(100 * 1024 * 1024);
    const started = performance.now();
    expect(await validateInWorker(huge, trust, limits)).toMatchObject({
      error: { code: 'validation.too-complex' },
    });
    expect(performance.now() - started).toBeLessThan(100);
  });

  it('is ended at its deadline', async () => {
    const long = pdfOf([`<</Type /Catalog /A [${'[1] '.repeat(200_000)}]>>`]);
    expect(await validateInWorker(long, trust, { ...limits, timeoutMs: 1 })).toMatchObject({
      error: { code: 'validation.too-complex' },
    });
  });

  it('is ended when its heap is full, and the caller lives on', async () => {
    const greedy = pdfOf([`<</Type /Catalog /A [${'[1] '.repeat(330_000)}]>>`]);
    const result = await validateInWorker(greedy, trust, {
      timeoutMs: 20_000,
      maxBytes: 100_000_000,
      maxHeapMegabytes: 12,
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'validation.too-complex' } });
  });

  it('goes on with the next file in a fresh thread after one was ended', async () => {
    const long = pdfOf([`<</Type /Catalog /A [${'[1] '.repeat(200_000)}]>>`]);
    const tight = { ...limits, timeoutMs: 1 };
    const results = await Promise.all([
      ...Array.from({ length: 6 }, () => validateInWorker(long, trust, tight)),
      ...Array.from({ length: 6 }, () => validateInWorker(unsigned, trust, limits)),
    ]);
    expect(results.map((result) => result.ok)).toEqual([...Array(6).fill(false), ...Array(6).fill(true)]);
  });

  it('refuses files when too many wait, and serves the others', async () => {
    const results = await Promise.all(
      Array.from({ length: 80 }, () => validateInWorker(unsigned, trust, limits)),
    );
    const codes = results.map((result) => (result.ok ? 'checked' : result.error.code));
    expect(new Set(codes)).toEqual(new Set(['checked', 'validation.too-busy']));
    expect(codes.filter((code) => code === 'checked').length).toBeGreaterThanOrEqual(64);
  });
});

describe('the report as text', () => {
  const sentence = sentenceFor('TOTAL-FAILED', 'DOCUMENT_MODIFIED');
  const verdict = { verdict: 'TOTAL-FAILED', subIndication: 'DOCUMENT_MODIFIED', sentence } as const;
  const report: ValidationReport = {
    ...verdict,
    checkedAt: '2026-01-01T00:00:00.000Z',
    signatures: [
      {
        ...verdict,
        field: 'Authority\u001b[2J',
        kind: 'signature',
        signer: 'UBND phường\u202e',
        provenTime: '2026-01-01T00:00:00.000Z',
        claimedTime: null,
        level: 'B-LTA',
        coversWholeFile: false,
        laterChanges: [],
        weaknesses: [],
        format: 'ETSI.CAdES.detached',
        facts: {
          format: 'right',
          formatProblem: null,
          integrity: 'intact',
          cryptography: 'right',
          certificatePath: 'trusted',
          revocation: 'good',
          revokedAt: null,
          modification: 'forbidden',
        },
        timeStamps: [],
      },
    ],
  };

  it.each(['vi', 'en'] as const)(
    'has a line for the file and one a signature (%s), with the time of Vietnam',
    (language) => {
      const lines = reportText(report, language).split('\n');
      expect(lines).toHaveLength(2);
      expect(lines[1]).toContain('2026-01-01 07:00:00 +07:00');
      expect(lines[1]).toContain('B-LTA');
    },
  );

  it('lets no control character of a name reach the terminal', () => {
    const text = reportText(report, 'vi');
    for (const character of ['\u001b', '\u202e']) expect(text).not.toContain(character);
  });
});

describe('the sentences of a verdict', () => {
  it.each(subIndicationSchema.options)(
    'say %s in Vietnamese and in English, each in its own words',
    (code) => {
      const said = verdictSchema.options.map((verdict) => sentenceFor(verdict, code));
      for (const { vi, en } of said) {
        expect(vi).toMatch(/^\p{Lu}.+\.$/u);
        expect(en).toMatch(/^[A-Z].+\.$/);
      }
      expect(new Set(said.flatMap(({ vi, en }) => [vi, en])).size).toBe(6);
    },
  );

  it('are different for every sub-indication', () => {
    const said = subIndicationSchema.options.map((code) => sentenceFor('INDETERMINATE', code));
    for (const language of ['vi', 'en'] as const)
      expect(new Set(said.map((sentence) => sentence[language])).size).toBe(said.length);
  });
});
