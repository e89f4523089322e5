import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCardQr, parseCompactDate } from './parse-card-qr.ts';

const card2021 =
  '001199012345|012345678|Nguyễn Thị Mẫu|02011999|Nữ|Số 1, Tràng Tiền, Hoàn Kiếm, Hà Nội|10052021';

describe('parseCardQr', () => {
  it('reads the seven fields of cards since 2021', () => {
    expect(parseCardQr(card2021)).toEqual({
      ok: true,
      value: {
        number: '001199012345',
        formerNumber: '012345678',
        fullName: 'Nguyễn Thị Mẫu',
        dateOfBirth: '1999-01-02',
        gender: 'Nữ',
        residence: 'Số 1, Tràng Tiền, Hoàn Kiếm, Hà Nội',
        issueDate: '2021-05-10',
        extra: [],
      },
    });
  });

  it('keeps the further fields of cards since 2024 as they stand', () => {
    const read = parseCardQr(`${card2021}|123456789012||Nguyễn Văn A`);
    expect(read).toMatchObject({
      ok: true,
      value: { fullName: 'Nguyễn Thị Mẫu', extra: ['123456789012', '', 'Nguyễn Văn A'] },
    });
  });

  it('takes the order of the circular when the name stands second', () => {
    const read = parseCardQr('001199012345|Nguyễn Thị Mẫu|02011999|Nữ|Hà Nội|10082024|012345678|||');
    expect(read).toMatchObject({
      ok: true,
      value: { fullName: 'Nguyễn Thị Mẫu', formerNumber: '012345678', issueDate: '2024-08-10' },
    });
  });

  it('reads a card without a former number', () => {
    expect(parseCardQr(card2021.replace('012345678', ''))).toMatchObject({
      ok: true,
      value: { formerNumber: null },
    });
  });

  it('brings decomposed letters together', () => {
    expect(parseCardQr(card2021.normalize('NFD'))).toEqual(parseCardQr(card2021));
  });

  it.each([
    ['an address', 'https://example.org/menu?a=1|2|3|4|5|6|7'],
    ['a visiting card', 'BEGIN:VCARD\nVERSION:3.0\nN:Nguyen;Van An\nTEL:+84901234567\nEND:VCARD'],
    ['a network', 'WIFI:T:WPA;S:Trung tam;P:mat-khau;;'],
    [
      'a payment (VietQR)',
      '00020101021238570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5',
    ],
    ['an older card of nine digits', '012345678||Nguyễn Thị Mẫu|02011999|Nữ|Hà Nội|10052021'],
    ['an Indonesian card', '3171234567890123|BUDI SANTOSO|JAKARTA|17081990|LAKI-LAKI|JL MERDEKA 1|01012030'],
    [
      'an Indian card',
      '<?xml version="1.0"?><PrintLetterBarcodeData uid="123412341234" name="A" gender="M"/>',
    ],
    ['a card without a name', '001199012345|012345678|1999|02011999|Nữ|Hà Nội|10052021'],
    ['bytes that are no UTF-8', card2021.replace('Nguyễn', 'Nguy\uFFFDn')],
    ['control characters', card2021.replace(' ', '\u0000')],
    ['ten thousand characters', card2021 + 'x'.repeat(10_000)],
  ])('refuses %s with a code', (_, text) => {
    expect(parseCardQr(text)).toMatchObject({ ok: false, error: { code: 'identity.card-unreadable' } });
  });

  it.each(['', 'https://example.org', 'a|b|c|d|e|f|g', '001199012345|||', `${card2021.slice(0, 12)}||||||`])(
    'refuses %j as not of a card',
    (text) => {
      expect(parseCardQr(text)).toMatchObject({ ok: false, error: { code: 'identity.card-unreadable' } });
    },
  );

  it('never throws and never puts the text into its error, whatever the code says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 1500 }), (text) => {
        const read = parseCardQr(text);
        if (!read.ok && text.length > 10) expect(read.error.detail ?? '').not.toContain(text);
      }),
    );
  });

  it('gives back the fields that were written, for any card', () => {
    const word = fc.stringMatching(/^[A-Za-zĐđễấờữỹ]{1,12}$/);
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{12}$/),
        fc.stringMatching(/^(\d{9})?$/),
        word,
        day,
        word,
        fc.array(fc.stringMatching(/^[A-Za-z0-9]{0,12}$/), { maxLength: 4 }),
        (number, former, name, birth, residence, extra) => {
          const iso = birth.toISOString().slice(0, 10);
          const compact = iso.split('-').reverse().join('');
          const read = parseCardQr(
            [number, former, name, compact, 'Nam', residence, compact, ...extra].join('|'),
          );
          expect(read).toMatchObject({
            ok: true,
            value: { number, fullName: name, dateOfBirth: iso, issueDate: iso, residence, extra },
          });
        },
      ),
    );
  });
});

describe('parseCompactDate', () => {
  it.each(['31022020', '00000000', '1012020', '32012020', 'abcdefgh'])('knows no day %s', (text) => {
    expect(parseCompactDate(text)).toBeNull();
  });
  it('knows 29 February of a leap year', () => {
    expect(parseCompactDate('29022024')).toBe('2024-02-29');
  });
});
