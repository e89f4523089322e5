import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeCheckCode, makeCopyCode, parseCheckCode, parseCopyCode } from './copy-code.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codes = fc.uint8Array({ minLength: 11, maxLength: 16 }).map(makeCopyCode);

test('reads back every code it makes, however a person types it', () => {
  fc.assert(
    fc.property(codes, (code) => {
      expect(parseCopyCode(code)).toBe(code);
      expect(parseCopyCode(code.replaceAll('-', '').toLowerCase())).toBe(code);
      expect(parseCopyCode(` ${code.replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `)).toBe(
        code,
      );
    }),
  );
});

test('refuses a code with one wrong symbol', () => {
  fc.assert(
    fc.property(codes, fc.nat(11), fc.nat(31), (code, place, other) => {
      const symbols = [...code.replaceAll('-', '')];
      fc.pre(symbols[place] !== alphabet[other]);
      symbols[place] = alphabet[other]!;
      expect(parseCopyCode(symbols.join(''))).toBeNull();
    }),
  );
});

test('refuses what is not a code at all', () => {
  for (const text of ['', 'ABCD', '7K3M-9QPX-2RT', '7K3M-9QPX-2RTAA', 'ộộộộ-ộộộộ-ộộộộ', '../../etc/passwd'])
    expect(parseCopyCode(text)).toBeNull();
});

test('reads back every check code it makes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (bytes) => {
      const code = makeCheckCode(bytes);
      expect(parseCheckCode(code.toLowerCase())).toBe(code);
    }),
  );
});
