import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { type CborValue, decodeCbor, encodeCbor } from './cbor.ts';
import { shortenHolder } from './seal-facts.ts';

const text = fc.string({ unit: 'grapheme' }).filter((value) => value.isWellFormed());
const { value: values } = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeInteger(),
    text,
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .uniqueArray(fc.tuple(fc.oneof(fc.integer(), text), tie('value')), {
        maxLength: 5,
        selector: ([key]) => key,
      })
      .map((entries) => new Map(entries)),
  ),
}));

test('reads back whatever it writes', () => {
  fc.assert(
    fc.property(values, (value) => {
      const decoded = decodeCbor(encodeCbor(value));
      // Maps come back in the order of their encoded keys.
      expect(decoded.ok && encodeCbor(decoded.value)).toEqual(encodeCbor(value));
    }),
  );
});

test('accepts only bytes that it would write, whatever they are made of', () => {
  const alike = values.chain((value) => {
    const bytes = encodeCbor(value);
    return fc
      .tuple(fc.nat(bytes.length), fc.nat(2), fc.uint8Array({ maxLength: 3 }))
      .map(([at, removed, added]) =>
        Uint8Array.from([...bytes.slice(0, at), ...added, ...bytes.slice(at + removed)]),
      );
  });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 24 }), alike), (bytes) => {
      const decoded = decodeCbor(bytes);
      if (decoded.ok) expect([...encodeCbor(decoded.value)]).toEqual([...bytes]);
    }),
    { numRuns: 2000 },
  );
});

test('says why it refuses', () => {
  const problemOf = (hex: string) => {
    const decoded = decodeCbor(new Uint8Array(Buffer.from(hex, 'hex')));
    return decoded.ok ? null : decoded.error;
  };
  expect(problemOf('')).toBe('truncated');
  expect(problemOf('5aFFFFFFFF00')).toBe('truncated');
  expect(problemOf('9bFFFFFFFFFFFFFFFF')).toBe('not-supported');
  expect(problemOf('0000')).toBe('trailing-bytes');
  for (const hex of [
    '1817',
    '190017',
    '1a00000017',
    '1b0000000000000017',
    '5f4100ff',
    'a201000100',
    'a202000100',
  ])
    expect(problemOf(hex), hex).toBe('not-deterministic');
  for (const hex of ['c000', 'f7', 'f93c00', 'a1f500', 'f0'])
    expect(problemOf(hex), hex).toBe('not-supported');
  expect(problemOf('61ff')).toBe('text-not-utf8');
  expect(problemOf(`${'81'.repeat(20)}00`)).toBe('too-deep');
});

test('Base32 has one text for each byte string', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeBase32(encodeBase32(bytes))).toEqual(Uint8Array.from(bytes));
    }),
  );
  const symbols = fc.string({ unit: fc.constantFrom(...'ABCXYZ234567'), maxLength: 20 });
  fc.assert(
    fc.property(symbols, (written) => {
      const bytes = decodeBase32(written);
      if (bytes !== null) expect(encodeBase32(bytes)).toBe(written);
    }),
  );
});

test('a masked name is shortened to at most 36 bytes, always the same way', () => {
  expect(shortenHolder('Nguyễn T• M••')).toBe('Nguyễn T* M**');
  expect(shortenHolder('Công T• N• H• Đ• L• T• T• V• N• A• B• C••')).toBe('Công * C**');
  expect(shortenHolder('Wolfeschlegelsteinhausenbergerdorffwelche B••')).toBe(
    'Wolfeschlegelsteinhausenbergerd* B**',
  );
  expect(shortenHolder('   ')).toBeNull();
  expect(shortenHolder('Nguyễn\u202e\nM••')).toBe('Nguyễn M**');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
      const short = shortenHolder(name);
      if (short === null) return;
      expect(new TextEncoder().encode(short).length).toBeLessThanOrEqual(36);
      expect(short.normalize('NFC')).toBe(short);
    }),
  );
});
