import { beforeEach, describe, expect, it } from 'vitest';
import type { CardPrint } from './cross-check-card.ts';
import { type IdentitySession, newSession } from './identity-session.ts';
import { takeReading } from './judge-session.ts';
import { readCardCode, takeCardCode } from './take-card-code.ts';

const today = new Date('2026-11-22T00:00:00Z');
const code = '001199012345||Nguyễn Thị Mẫu|02011999|Nữ|Hà Nội|10052024|||';
const print: CardPrint = { number: null, fullName: null, dateOfBirth: null, sex: null, zone: null };
const noCode = {
  holder: null,
  chipKeys: [],
  isPortraitFound: true,
  portraitEyeDistancePx: 90,
  flags: [],
};

describe('the code of a card before the camera', () => {
  let session: IdentitySession;
  const take = (text: string): void => {
    const read = readCardCode(text, today);
    if (!read.ok || !read.value.holder) throw new Error('no card');
    takeCardCode(session, read.value.holder, read.value.flags);
  };

  beforeEach(() => {
    session = newSession('kiosk-1', 'visit', 0);
  });

  it.each(['https://example.org', 'P<D<<MUSTERMANN<<ERIKA', '001199012345|1|2|3|4|5|6', '', '|'.repeat(20)])(
    'is refused with a code of its own when it says %j',
    (text) => {
      expect(readCardCode(text, today)).toMatchObject({
        ok: false,
        error: { code: 'identity.code-not-a-card' },
      });
    },
  );

  it('says who, gives keys for the chip, and no portrait', () => {
    expect(readCardCode(code, today)).toMatchObject({
      ok: true,
      value: { holder: { number: '001199012345' }, isPortraitFound: false, flags: [] },
    });
  });

  it('is of nobody for sure until the card itself shows its number', () => {
    take(code);
    expect(session.isCodeLoose).toBe(true);
    takeReading(session, noCode, null, print);
    expect(session.isCodeLoose).toBe(true);
    takeReading(session, noCode, null, { ...print, number: '001199012345' });
    expect(session.isCodeLoose).toBe(false);
  });

  it('is tied to the card by the same code on the glass, before or after', () => {
    take(code);
    const same = readCardCode(code, today);
    if (same.ok) takeReading(session, same.value, null);
    expect([session.isCodeLoose, [...session.flags]]).toEqual([false, []]);
    take(code);
    expect(session.isCodeLoose).toBe(false);
  });

  it('that says another than the card raises a flag', () => {
    take(code);
    const other = readCardCode(code.replace('Mẫu', 'Khác'), today);
    if (other.ok) takeReading(session, other.value, null);
    expect([...session.flags]).toEqual(['sides-disagree']);
    takeReading(session, noCode, null, { ...print, number: '001199054321' });
    expect([...session.flags]).toContain('print-number-differs');
  });

  it('brings the doubts about the number along', () => {
    take(code.replace('|Nữ|', '|Nam|'));
    expect([...session.flags]).toEqual(['number-sex-mismatch']);
  });
});
