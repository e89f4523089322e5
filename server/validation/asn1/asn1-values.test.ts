import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Asn1Error, Asn1Node } from './asn1-node.ts';
import { bitsOf, extensionsOf, numberOf, octetsOf, oidOf, textOf, timeOf } from './asn1-values.ts';

const node = (hex: string): Asn1Node =>
  Asn1Node.readWhole(new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex')));
const ascii = (tag: number, text: string): Asn1Node =>
  Asn1Node.readWhole(Buffer.concat([Buffer.of(tag, text.length), Buffer.from(text, 'latin1')]));

describe('an ASN.1 element', () => {
  it('is found where it lies, with what stands in it', () => {
    const bytes = Buffer.from('ff3006020105040142ff', 'hex');
    const sequence = Asn1Node.read(bytes, 1);
    expect([sequence.start, sequence.contentStart, sequence.end]).toEqual([1, 3, 9]);
    expect(sequence.children().map(({ tagNumber }) => tagNumber)).toEqual([2, 4]);
    expect(Buffer.from(sequence.first()!.encoded).toString('hex')).toBe('020105');
  });

  it('may have an indefinite length, inside another as well', () => {
    const outer = node('3080 3080 020105 0000 0401aa 0000');
    const [inner, octets] = outer.children();
    expect(numberOf(inner!.first())).toBe(5);
    expect(octetsOf(octets)).toEqual(Uint8Array.of(0xaa));
  });

  it('may have a tag number beyond thirty', () => {
    expect(node('bf8148 03 020107').tagNumber).toBe(200);
  });

  it.each([
    ['cut off', '3005020105'],
    ['with a length of its own only', '30'],
    ['longer than any file', '3089ffffffffffffffffff'],
    ['of indefinite length without an end', '3080020105'],
    ['primitive and of indefinite length', '0480aa0000'],
    ['followed by something', '0201050201'],
    ['nested without bound', '3080'.repeat(200)],
  ])('is refused when it is %s', (_, hex) => {
    expect(() => node(hex)).toThrow();
  });

  it('is refused when a child reaches beyond its parent', () => {
    expect(() => node('30030203ff').children()).toThrow();
  });
});

/** Everything below an element, in the order in which it lies there. */
function* walk(element: Asn1Node, depth = 0): Generator<Asn1Node> {
  yield element;
  if (depth < 20) for (const child of element) yield* walk(child, depth + 1);
}

describe('whatever bytes there are', () => {
  const likely = fc.constantFrom(0x00, 0x02, 0x04, 0x06, 0x24, 0x30, 0x31, 0x80, 0x81, 0xa0, 0xbf, 0xff);
  const bytes = fc
    .array(fc.oneof(likely, fc.nat(255)), { maxLength: 60 })
    .map((list) => Uint8Array.from(list));

  it('are elements inside of elements, side by side, or refused', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        try {
          for (const element of walk(Asn1Node.read(data))) {
            expect(element.start).toBeLessThan(element.contentStart);
            expect(element.contentStart).toBeLessThanOrEqual(element.contentEnd);
            expect(element.contentEnd).toBeLessThanOrEqual(element.end);
            expect(element.end).toBeLessThanOrEqual(data.length);
            let at = element.contentStart;
            for (const child of element.children()) {
              expect(child.start).toBe(at);
              at = child.end;
            }
            if (element.isConstructed) expect(at).toBe(element.contentEnd);
          }
        } catch (error) {
          if (!(error instanceof Asn1Error)) throw error;
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('are a value of the wanted kind, none, or refused', () => {
    const readers = [oidOf, numberOf, octetsOf, bitsOf, textOf, timeOf, extensionsOf];
    fc.assert(
      fc.property(bytes, fc.constantFrom(...readers), (data, read) => {
        try {
          read(Asn1Node.read(data));
        } catch (error) {
          if (!(error instanceof Asn1Error)) throw error;
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('values', () => {
  it.each([
    ['2a864886f70d010702', '1.2.840.113549.1.7.2'],
    ['608648016503040201', '2.16.840.1.101.3.4.2.1'],
    ['883703', '2.999.3'],
  ])('reads the object identifier %s', (content, text) => {
    const der = `06${(content.length / 2).toString(16).padStart(2, '0')}${content}`;
    expect(oidOf(node(der))).toBe(text);
  });

  it('refuses an object identifier that is cut off', () => {
    expect(() => oidOf(node('060288b7'))).toThrow();
  });

  it('joins octets that were cut into pieces, and no deeper than eight times', () => {
    expect(octetsOf(node('2406 0401aa 0401bb'))).toEqual(Uint8Array.of(0xaa, 0xbb));
    let hex = '0400';
    for (let i = 0; i < 12; i++) hex = `24${(hex.length / 2).toString(16).padStart(2, '0')}${hex}`;
    expect(() => octetsOf(node(hex))).toThrow();
  });

  it.each([
    [23, '261121023105Z', '2026-11-21T02:31:05.000Z'],
    [23, '9911210231Z', '1999-11-21T02:31:00.000Z'],
    [24, '20261121023105.25Z', '2026-11-21T02:31:05.250Z'],
    [24, '20261121093105+0700', '2026-11-21T02:31:05.000Z'],
  ])('reads the time %i %s', (tag, text, moment) => {
    expect(timeOf(ascii(tag, text)).toISOString()).toBe(moment);
  });

  it.each([
    [24, '261121023105Z'],
    [23, '20261121023105Z'],
    [24, '20261121'],
    [4, '261121023105Z'],
  ])('refuses the time %i %s', (tag, text) => {
    expect(() => timeOf(ascii(tag, text))).toThrow();
  });

  it('reads texts of every kind of string', () => {
    expect(textOf(node('0c06 c3ba c4a9 6e67'))).toBe('úĩng');
    expect(textOf(node('1e04 00e1 1ee7'))).toBe('áủ');
    expect(textOf(ascii(19, 'abc'))).toBe('abc');
    expect(textOf(node('020105'))).toBeUndefined();
  });

  it('refuses a bit string with more than seven unused bits and an extension given twice', () => {
    expect(bitsOf(node('030209ff'))).toBeUndefined();
    const extension = '3009 0603551d0f 0402 0500';
    expect(extensionsOf(node(`300b ${extension}`)).get('2.5.29.15')?.isCritical).toBe(false);
    expect(() => extensionsOf(node(`3016 ${extension} ${extension}`))).toThrow();
  });
});
