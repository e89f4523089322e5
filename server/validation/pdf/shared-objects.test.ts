// Revisions of one file share the values that stand in both: being the same value must not be taken for looking the same.
import { describe, expect, it } from 'vitest';
import { PdfIncrement } from '../../signing/pdf-increment.ts';
import { dictionary, name, stream } from '../../signing/pdf-values.ts';
import { authorTestCopy } from '../../signing/testing/author-test-copy.ts';
import { compareRevisions } from './compare-revisions.ts';
import { differsDeeply } from './differs-deeply.ts';
import { PdfDocument } from './pdf-document.ts';
import { as } from './pdf-value.ts';
import { RangeHasher } from './range-hasher.ts';

const [PAGE, CONTENT, FONT] = [3, 4, 5];
const authored = authorTestCopy(['Authority']);
const policy = { level: undefined, isFieldLocked: () => false };

const later = (change: (increment: PdfIncrement) => void): PdfDocument => {
  const increment = new PdfIncrement(new PdfDocument(authored));
  change(increment);
  return new PdfDocument(increment.build().bytes);
};
const placesOfChanges = (document: PdfDocument): string[] => {
  // Read first in the later revision, as a validator does.
  document.readObject(PAGE);
  return compareRevisions(document.prefix(authored.length), document, policy).map(({ place }) => place);
};

describe('revisions that share objects', () => {
  it('have the same value for an object that stands in both', () => {
    const document = later((increment) => increment.set(CONTENT, stream(Buffer.from('0 0 m\n'))));
    const before = document.prefix(authored.length);
    expect(before.readObject(PAGE)).toBe(document.readObject(PAGE));
    expect(before.readObject(CONTENT)).not.toBe(document.readObject(CONTENT));
  });

  it('differ when an untouched page refers to content that was changed', () => {
    const document = later((increment) => increment.set(CONTENT, stream(Buffer.from('0 0 m\n'))));
    expect(placesOfChanges(document)).toEqual([expect.stringMatching(/\/Contents$/)]);
    const before = document.prefix(authored.length);
    const page = as(
      'reference',
      as('array', document.entry(as('dictionary', document.readObject(2)), 'Kids'))!.items[0],
    );
    expect(differsDeeply([before, page], [document, page])).toBe(true);
  });

  it('differ when a font far below an untouched page was changed', () => {
    const document = later((increment) => increment.set(FONT, dictionary({ Type: name('Font') })));
    expect(placesOfChanges(document)).toContainEqual(expect.stringMatching(/\/Resources\/Font\/F1/));
  });

  it('do not differ when nothing was changed', () => {
    const document = later((increment) =>
      increment.set(CONTENT, new PdfDocument(authored).readObject(CONTENT)),
    );
    expect(placesOfChanges(document)).toEqual([]);
  });

  it('do not share an object that the shorter one cuts off', () => {
    const document = new PdfDocument(authored);
    document.readObject(PAGE);
    expect(() => document.prefix(authored.length - 20)).toThrow();
  });
});

describe('hashing what signatures cover', () => {
  it('gives the digest of the bytes around each gap, in whatever order it is asked', () => {
    const bytes = Uint8Array.from({ length: 5_000 }, (_, i) => (i * 7) % 251);
    const ranges = [
      [1_000, 1_200, 2_000],
      [3_000, 3_100, 4_500],
      [500, 600, 5_000],
      [3_000, 3_100, 5_000],
    ] as const;
    const hasher = new RangeHasher(bytes);
    for (const digest of ['sha256', 'sha384', 'shake256'])
      for (const [gapStart, gapEnd, end] of ranges) {
        const around = new RangeHasher(
          Buffer.concat([bytes.subarray(0, gapStart), bytes.subarray(gapEnd, end)]),
        );
        const whole = around.hashAround(digest, { gapStart: 0, gapEnd: 0 }, gapStart + end - gapEnd);
        expect(hasher.hashAround(digest, { gapStart, gapEnd }, end)).toEqual(whole);
      }
  });
});
