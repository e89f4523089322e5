import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TestDocument } from '../testing/test-document.ts';
import { appendRevision, stream } from '../testing/test-pdf.ts';
import { validatePdf } from '../validate-pdf.ts';
import { ObjectParser } from './object-parser.ts';
import { PdfSyntaxError } from './pdf-syntax-error.ts';

const trust = { trustAnchors: [], at: new Date('2021-03-01T00:00:00Z') };
const signed = new TestDocument()
  .sign()
  .store({ crls: [Buffer.from('x')] })
  .archive(trust.at).bytes;

/** Pieces of syntax, so that random text often means something. */
const token = fc.constantFrom(
  ...['<<', '>>', '[', ']', '(', ')', '<', '>', '/', '/A', '/#41', '%', '\n', '\\', ' '],
  ...['1', '-1', '0.5', '1 0 R', '99999999999999999999', 'true', 'null', 'obj', 'stream', 'endobj'],
);

describe('reading objects', () => {
  it('never throws anything but a syntax error, and always comes to an end', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
        const parser = new ObjectParser(new Uint8Array(Buffer.from(tokens.join(''), 'latin1')));
        try {
          for (let i = 0; i < 60; i++) parser.readValue();
        } catch (error) {
          expect(error).toBeInstanceOf(PdfSyntaxError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('validating mutilated signed files', () => {
  const answer = async (bytes: Uint8Array): Promise<string> => {
    const result = await validatePdf(bytes, trust);
    return result.ok ? result.value.verdict : result.error.code;
  };

  it('never throws and never passes, whatever is written over', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ at: fc.nat(signed.length - 1), with: fc.oneof(token, fc.string({ maxLength: 8 })) }),
          { minLength: 1, maxLength: 6 },
        ),
        async (edits) => {
          const edited = Buffer.from(signed);
          for (const edit of edits) edited.write(edit.with, edit.at, 'latin1');
          expect(await answer(edited)).toMatch(/^(TOTAL-FAILED|INDETERMINATE|validation\.)/);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('never throws and never passes, whatever is cut out or put in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(signed.length),
        fc.nat(2_000),
        fc.uint8Array({ maxLength: 40 }),
        async (at, cut, put) => {
          const edited = Buffer.concat([signed.subarray(0, at), put, signed.subarray(at + cut)]);
          expect(await answer(edited)).toMatch(/^(TOTAL-FAILED|INDETERMINATE|validation\.)/);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never throws, whatever objects a later revision brings', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.array(token, { maxLength: 20 })), {
          maxLength: 4,
        }),
        fc.boolean(),
        async (objects, isStream) => {
          const bodies = Object.fromEntries(
            objects.map(([number, tokens]) => {
              const body = tokens.join(' ');
              return [number, isStream ? stream(body, '/Filter /FlateDecode') : body];
            }),
          );
          const file = appendRevision(signed, { objects: bodies });
          expect(await answer(file)).toMatch(/^(TOTAL-FAILED|INDETERMINATE|validation\.)/);
        },
      ),
      { numRuns: 300 },
    );
  });
});
