import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passportStateOf } from './passport-state.ts';

/** ICAO 9303-4, appendix B. */
const specimen = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];

describe('the machine-readable lines of a passport', () => {
  it('name the state that issued it, whatever stands around them', () => {
    expect(passportStateOf(['PASSPORT Utopia', 'ERIKSSON', '', ...specimen, '1'].join('\n'))).toBe('UTO');
    expect(passportStateOf(specimen.join('\n').replaceAll('UTO', 'D<<'))).toBe('D');
    expect(passportStateOf(specimen.join('\n').replaceAll('UTO', 'VNM'))).toBe('VNM');
  });

  it('may be read with look-alikes and stray characters', () => {
    const read = [
      'P<UT0ERTKSSON<<ANNA<MARTIA<<<<<<<<<<<<<<<<<<<',
      'L898902€36UT07408122F1204159ZE184226B<<<<<10',
    ];
    expect(passportStateOf(read.join('\n'))).toBe('UTO');
  });

  it('are not seen in the lines of a card, nor in print', () => {
    const card = [
      'I<UTOD231458907<<<<<<<<<<<<<<<',
      '7408122F1204159UTO<<<<<<<<<<<6',
      'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
    ];
    expect(passportStateOf(card.join('\n'))).toBeUndefined();
    expect(passportStateOf(`${specimen[0]}\nPHÒNG TƯ PHÁP QUẬN BA ĐÌNH, THÀNH PHỐ HÀ NỘI`)).toBeUndefined();
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => passportStateOf(text) === undefined));
  });
});
