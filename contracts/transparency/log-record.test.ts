import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, kindOfEntry, leafEntry, type RecordValue } from './log-record.ts';
import { parseTilePath, tilePath, tilesOfTree } from './tile-path.ts';

test('canonical JSON sorts names as RFC 8785 shows and writes values as ECMAScript does', () => {
  const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
  expect(canonicalJson(Object.fromEntries(names.map((name) => [name, 0])))).toBe(
    '{"\\r":0,"1":0,"\u0080":0,"\u00f6":0,"\u20ac":0,"\u{1f600}":0,"\ufb33":0}',
  );
  expect(canonicalJson({ b: [1, 4.5, 1e30, null, true], a: { z: '\u000f"\\', y: 2e-3 } })).toBe(
    '{"a":{"y":0.002,"z":"\\u000f\\"\\\\"},"b":[1,4.5,1e+30,null,true]}',
  );
});

test('canonical JSON means what was written, whatever the order of names', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const record = value as Record<string, RecordValue>;
      const text = canonicalJson(record);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(record)));
      const turned = Object.fromEntries(Object.entries(record).toReversed());
      expect(canonicalJson(turned)).toBe(text);
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', undefined as unknown as string])(
  'what has no canonical form is refused: %j',
  (value) => {
    expect(() => canonicalJson({ value })).toThrow(RangeError);
  },
);

test('the entry changes with kind, salt and record, and tells its kind only', async () => {
  const salt = new Uint8Array(32);
  const entry = await leafEntry('issue', salt, '{}');
  expect(entry).toHaveLength(34);
  expect(kindOfEntry(entry)).toBe('issue');
  expect(await leafEntry('annulment', salt, '{}')).not.toEqual(entry);
  expect((await leafEntry('issue', salt.with(0, 1), '{}')).slice(2)).not.toEqual(entry.slice(2));
  expect((await leafEntry('issue', salt, '{"a":1}')).slice(2)).not.toEqual(entry.slice(2));
  await expect(leafEntry('issue', new Uint8Array(16), '{}')).rejects.toThrow(RangeError);
});

test('tile paths are those of the specification, and only those are understood', () => {
  expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
  expect(tilePath({ level: 'entries', index: 5, width: 17 })).toBe('tile/entries/005.p/17');
  for (const path of ['tile/0/000', 'tile/1/x001/000.p/255', 'tile/entries/x999/999'])
    expect(tilePath(parseTilePath(path)!)).toBe(path);
  for (const path of [
    'tile/00/000',
    'tile/64/000',
    'tile/0/0',
    'tile/0/x000/001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/../000',
  ])
    expect(parseTilePath(path), path).toBeNull();
});

test('a tree of 70,000 has the tiles that the specification counts', () => {
  const widths = (level: number) => tilesOfTree(70_000, level).map(({ width }) => width);
  expect(widths(0).filter((width) => width === 256)).toHaveLength(273);
  expect(widths(0).at(-1)).toBe(112);
  expect(widths(1)).toEqual([256, 17]);
  expect(widths(2)).toEqual([1]);
  expect(widths(3)).toEqual([]);
});
