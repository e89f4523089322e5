import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PdfDocument } from '../validation/pdf/pdf-document.ts';
import { as } from '../validation/pdf/pdf-value.ts';
import { GrowingFile } from './growing-file.ts';
import { PdfIncrement } from './pdf-increment.ts';
import { dictionary, name, stream } from './pdf-values.ts';
import { authorTestCopy } from './testing/author-test-copy.ts';

const authored = authorTestCopy(['Authority']);

describe('a file that grows', () => {
  it('is byte for byte what copying it for every revision would give, also beyond the room it had', () => {
    const file = new GrowingFile(authored);
    let copied: Uint8Array = authored;
    for (const sizeBytes of [10, 200_000, 400_000, 30]) {
      const body = stream(Buffer.alloc(sizeBytes, 'x'));
      const [growing, whole] = [new PdfIncrement(file.document), new PdfIncrement(new PdfDocument(copied))];
      growing.add(body);
      whole.add(body);
      file.append(growing);
      copied = whole.build().bytes;
      expect(Buffer.compare(file.bytes, copied)).toBe(0);
      expect(file.document.nextObjectNumber).toBe(new PdfDocument(copied).nextObjectNumber);
    }
  });

  it('leaves the file it was given alone', () => {
    const before = Buffer.from(authored);
    const file = new GrowingFile(authored);
    file.write('changed', 20);
    expect(Buffer.compare(authored, before)).toBe(0);
  });

  it('shows an object as the newest revision has it', () => {
    const file = new GrowingFile(authored);
    expect(as('dictionary', file.document.readObject(5))?.entries.has('BaseFont')).toBe(true);
    const increment = new PdfIncrement(file.document);
    increment.set(5, dictionary({ Type: name('Font') }));
    file.append(increment);
    expect(as('dictionary', file.document.readObject(5))?.entries.has('BaseFont')).toBe(false);
  });

  it('hashes what stands around a gap as it is now', () => {
    const file = new GrowingFile(authored);
    const around = (gapStart: number, gapEnd: number) =>
      createHash('sha256')
        .update(file.bytes.subarray(0, gapStart))
        .update(file.bytes.subarray(gapEnd))
        .digest();
    expect(file.hashAround('sha256', { gapStart: 100, gapEnd: 120 })).toEqual(around(100, 120));
    file.write('filled in', 105);
    file.append(new PdfIncrement(file.document));
    expect(file.hashAround('sha256', { gapStart: 300, gapEnd: 340 })).toEqual(around(300, 340));
  });
});
