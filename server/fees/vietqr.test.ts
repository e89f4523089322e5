import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildVietQr, crc16, parseVietQr, toPurpose, type VietQr } from './vietqr.ts';

const account = { bankBin: '970403', beneficiary: { kind: 'account', number: '0011012345678' } } as const;
const card = { bankBin: '970403', beneficiary: { kind: 'card', number: '9704031101234567' } } as const;
const purpose = 'thanh toan don hang';

// NAPAS, QR Format T&C v1.0 (09/2021), examples 6.1.1 to 6.1.4.
const vectors: [string, VietQr, string][] = [
  [
    'a static QR to an account',
    account,
    // Published with account length 12 for 13 digits, and a CRC over that; here with the length put right.
    '00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F',
  ],
  [
    'a static QR to a card',
    card,
    '00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52',
  ],
  [
    'a dynamic QR to an account',
    { ...account, amountVnd: 180_000, billNumber: 'NPS6869', purpose },
    '00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E',
  ],
  [
    'a dynamic QR to a card',
    { ...card, amountVnd: 180_000, billNumber: 'NPS6869', purpose },
    '00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN62340107NPS68690819thanh toan don hang6304A203',
  ],
];

describe('VietQR', () => {
  it('computes CRC-16/CCITT-FALSE', () => {
    expect(crc16('123456789')).toBe('29B1');
  });

  it('agrees with the CRC of the one published example whose account length is wrong, and refuses it', () => {
    const published =
      '00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304';
    expect(crc16(published)).toBe('F4E5');
    expect(parseVietQr(`${published}F4E5`)).toBeNull();
  });

  it.each(vectors)('builds %s as NAPAS publishes it', (_, transfer, text) => {
    expect(buildVietQr(transfer)).toBe(text);
  });

  it.each(vectors)('reads %s back', (_, transfer, text) => {
    expect(parseVietQr(text)).toEqual(transfer);
  });

  it('refuses a QR in which any one character was changed', () => {
    const text = vectors[2]![2];
    for (let i = 0; i < text.length; i++) {
      const changed = `${text.slice(0, i)}${text[i] === '7' ? '8' : '7'}${text.slice(i + 1)}`;
      expect(parseVietQr(changed)).toBeNull();
    }
  });

  it('never throws on foreign text', () => {
    fc.assert(fc.property(fc.string(), (text) => parseVietQr(text + crc16(text)) === null));
  });

  it('reads what it builds', () => {
    const transfers = fc.record({
      bankBin: fc.stringMatching(/^\d{6}$/),
      beneficiary: fc.record({
        kind: fc.constantFrom('account' as const, 'card' as const),
        number: fc.stringMatching(/^[0-9A-Z]{1,19}$/),
      }),
      amountVnd: fc.integer({ min: 1, max: 999_999_999 }),
      purpose: fc.string().map((text) => toPurpose(`SAO Y ${text}`)),
    });
    fc.assert(
      fc.property(transfers, (transfer) => {
        expect(parseVietQr(buildVietQr(transfer))).toEqual(transfer);
      }),
    );
  });

  it('turns Vietnamese into a purpose that banks accept', () => {
    expect(toPurpose('Phí chứng thực, Đặng Hữu Khuể 7K3M')).toBe('Phi chung thuc, Dang Huu');
  });

  it.each([
    [{ ...account, bankBin: '97040' }],
    [{ ...account, amountVnd: 0 }],
    [{ ...account, amountVnd: 1.5 }],
    [{ ...account, purpose: 'chứng thực' }],
  ])('refuses to build what the format does not allow (%#)', (transfer) => {
    expect(() => buildVietQr(transfer)).toThrow(RangeError);
  });
});
