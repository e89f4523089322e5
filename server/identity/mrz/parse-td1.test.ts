import { mrzCheckDigit as checkDigit } from '@saoy/contracts/mrz-check-digit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTd1 } from './parse-td1.ts';

const today = new Date('2026-06-01T00:00:00Z');
const specimen = [
  'IDVNM1990123456001199012345<<7',
  '9901029F3901027VNM<<<<<<<<<<<2',
  'NGUYEN<<THI<MAU<<<<<<<<<<<<<<<',
];

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`, 'u'));
const dates = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2025-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const compact = (iso: string): string => iso.slice(2).replaceAll('-', '');

/** The zone of a card, as the state prints it. */
const zoneOf = (card: { number: string; birth: string; expiry: string; sex: string }): string[] => {
  const document = card.number.slice(3);
  const tail = `${document}${checkDigit(document)}${card.number}<<`;
  const first = `IDVNM${tail}${checkDigit(tail.slice(10))}`;
  const [birth, expiry] = [compact(card.birth), compact(card.expiry)];
  const second = `${birth}${checkDigit(birth)}${card.sex}${expiry}${checkDigit(expiry)}VNM<<<<<<<<<<<`;
  const composite = checkDigit(
    first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29),
  );
  return [first, `${second}${composite}`, 'TRAN<<VAN<AN<<<<<<<<<<<<<<<<<<'];
};

const cards = fc.record({
  number: digits(12),
  birth: dates,
  expiry: dates.map((iso) => `20${27 + (Number(iso.slice(2, 4)) % 30)}${iso.slice(4, 8)}01`),
  sex: fc.constantFrom('M', 'F'),
});

describe('the machine-readable zone of a card', () => {
  it('of the specimen is read whole', () => {
    expect(parseTd1(specimen.join('\n'), today)).toEqual({
      issuingState: 'VNM',
      documentNumber: '199012345',
      personalNumber: '001199012345',
      dateOfBirth: '1999-01-02',
      dateOfExpiry: '2039-01-02',
      accessKey: { documentNumber: '199012345', dateOfBirth: '990102', dateOfExpiry: '390102' },
      sex: 'F',
      nationality: 'VNM',
      name: 'NGUYEN THI MAU',
      checks: { documentNumber: true, dateOfBirth: true, dateOfExpiry: true, composite: true },
      corrections: 0,
    });
  });

  it('of any card is read, with all its checks', () => {
    fc.assert(
      fc.property(cards, (card) => {
        const read = parseTd1(`Nơi thường trú\n${zoneOf(card).join('\n')}\n`, today);
        expect(read).toMatchObject({
          personalNumber: card.number,
          dateOfBirth: card.birth,
          dateOfExpiry: card.expiry,
          checks: { documentNumber: true, dateOfBirth: true, dateOfExpiry: true, composite: true },
        });
      }),
    );
  });

  it('is corrected where letters were read for digits', () => {
    const blurred = [
      specimen[0]!.replace('199012345600', 'I99O1Z34S6OO'),
      specimen[1]!.replace('9901029', '99O1O29'),
      specimen[2]!.replace('MAU', 'MAU').replace('NGUYEN', 'N6UYEN'),
    ];
    const read = parseTd1(blurred.join('\n'), today);
    expect(read).toMatchObject({
      documentNumber: '199012345',
      personalNumber: '001199012345',
      name: 'NGUYEN THI MAU',
    });
    expect(read?.checks).toEqual({
      documentNumber: true,
      dateOfBirth: true,
      dateOfExpiry: true,
      composite: true,
    });
    expect(read?.corrections).toBeGreaterThan(0);
  });

  it.each([
    ['a filler lost in the middle', 1, '9901029F3901027VNM<<<<<<<<<<2'],
    ['two fillers too many', 1, '9901029F3901027VNM<<<<<<<<<<<<<2'],
    ['a K read for a filler', 1, '9901029F3901027VNM<<K<<<<K<<<2'],
    ['a character doubled', 0, 'I1DVNM1990123456001199012345<<7'],
    ['fillers of the name read as letters', 2, 'NGUYEN<<THI<MAU<<<<K<<<CC<<<<K'],
    ['one wrong digit in the repeated number', 0, 'IDVNM1990123356001199012345<<7'],
  ])('is read whole with %s', (_, at, line) => {
    const read = parseTd1(specimen.map((right, i) => (i === at ? line : right)).join('\n'), today);
    expect(read).toMatchObject({
      documentNumber: '199012345',
      personalNumber: '001199012345',
      dateOfBirth: '1999-01-02',
      dateOfExpiry: '2039-01-02',
      name: 'NGUYEN THI MAU',
      checks: { documentNumber: true, dateOfBirth: true, dateOfExpiry: true, composite: true },
    });
  });

  it('says so where one digit was read for another', () => {
    fc.assert(
      fc.property(cards, fc.nat(5), fc.constantFrom(...'0123456789'), (card, at, digit) => {
        const [first, second, third] = zoneOf(card) as [string, string, string];
        const changed = second.slice(0, at) + digit + second.slice(at + 1);
        const read = parseTd1([first, changed, third].join('\n'), today);
        const isRight = read?.accessKey.dateOfBirth === compact(card.birth);
        expect(isRight || read?.checks.dateOfBirth === false || read?.checks.composite === false).toBe(true);
      }),
    );
  });

  it('whose every field is wrong is answered with checks that say so', () => {
    const read = parseTd1(
      'IDVNM1990123450001199012345<<1\n9901023F3901020VNM<<<<<<<<<<<9\nX<<Y<<<<<<<<<<<<<<<<<<<<<<<<<<',
      today,
    );
    expect(read?.checks).toEqual({
      documentNumber: false,
      dateOfBirth: false,
      dateOfExpiry: false,
      composite: false,
    });
  });

  it('of another country keeps that country', () => {
    const read = parseTd1(
      'I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<',
      today,
    );
    expect(read).toMatchObject({ issuingState: 'UTO', personalNumber: null, dateOfBirth: '1974-08-12' });
  });

  it.each([
    '',
    'no zone at all',
    specimen.slice(0, 2).join('\n'),
    '<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n'.repeat(3),
    'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10',
  ])('is not found in other text', (text) => {
    expect(parseTd1(text, today)).toBeUndefined();
  });
});
