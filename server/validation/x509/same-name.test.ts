import { describe, expect, it } from 'vitest';
import { objectIdentifier, octetString, sequence, setOf } from '../../signing/der.ts';
import { isSameName } from './same-name.ts';

const [UTF8, PRINTABLE, OCTETS] = [0x0c, 0x13, 0x04];
const nameOf = (...attributes: readonly (readonly [string, number, string])[]): Uint8Array =>
  sequence(
    ...attributes.map(([type, tag, text]) => {
      const value = Uint8Array.from(octetString(Buffer.from(text, 'utf8')));
      value[0] = tag;
      return setOf(sequence(objectIdentifier(type), value));
    }),
  );
const [COUNTRY, COMMON_NAME] = ['2.5.4.6', '2.5.4.3'];

describe('two names', () => {
  const name = nameOf([COUNTRY, PRINTABLE, 'VN'], [COMMON_NAME, UTF8, 'Root CA']);

  it.each<[string, Uint8Array]>([
    ['another kind of string', nameOf([COUNTRY, UTF8, 'VN'], [COMMON_NAME, PRINTABLE, 'Root CA'])],
    ['another case', nameOf([COUNTRY, PRINTABLE, 'vn'], [COMMON_NAME, UTF8, 'ROOT ca'])],
    ['other blanks', nameOf([COUNTRY, PRINTABLE, 'VN'], [COMMON_NAME, UTF8, ' Root   CA '])],
  ])('are the same with %s', (_, other) => {
    expect(isSameName(name, other)).toBe(true);
  });

  it.each<[string, Uint8Array]>([
    ['another text', nameOf([COUNTRY, PRINTABLE, 'VN'], [COMMON_NAME, UTF8, 'Root CA 2'])],
    ['another order', nameOf([COMMON_NAME, UTF8, 'Root CA'], [COUNTRY, PRINTABLE, 'VN'])],
    ['less of it', nameOf([COMMON_NAME, UTF8, 'Root CA'])],
    ['another type of attribute', nameOf([COUNTRY, PRINTABLE, 'VN'], ['2.5.4.10', UTF8, 'Root CA'])],
    ['a value that is no text', nameOf([COUNTRY, PRINTABLE, 'VN'], [COMMON_NAME, OCTETS, 'Root CA'])],
    ['nonsense', Uint8Array.of(0x30, 0x80, 1)],
  ])('are not the same with %s', (_, other) => {
    expect(isSameName(name, other)).toBe(false);
  });
});
