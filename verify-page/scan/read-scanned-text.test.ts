import { makeCopyCode } from '@saoy/contracts/copy-code';
import { describe, expect, it } from 'vitest';
import { readScannedText } from './read-scanned-text.ts';

const own = 'https://kiemtra.viethung.gov.vn';
const code = makeCopyCode(new Uint8Array(11).fill(7));
const read = (text: string) => readScannedText(text, [own]);

describe('a scanned text', () => {
  it('is a seal or a code when its address is ours, in any case', () => {
    expect(read('HTTPS://KIEMTRA.VIETHUNG.GOV.VN/S/ABC.DEF')).toEqual({ kind: 'seal', seal: 'ABC.DEF' });
    expect(read('https://kiemtra.viethung.gov.vn/s/abc.def')).toEqual({ kind: 'seal', seal: 'abc.def' });
    expect(read(`https://kiemtra.viethung.gov.vn./v/${code}`)).toEqual({ kind: 'code', code });
    expect(read(`kiemtra.viethung.gov.vn/v/${code}`)).toEqual({ kind: 'code', code });
    expect(read(code.toLowerCase().replaceAll('-', ' '))).toEqual({ kind: 'code', code });
    expect(read('https://kiemtra.viethung.gov.vn/d/secret')).toEqual({ kind: 'download', path: '/d/secret' });
  });

  it.each([
    ['http://kiemtra.viethung.gov.vn/S/ABC', 'not-secure'],
    ['https://kiemtra.viethung.gov.vn:8443/S/ABC', 'other-port'],
    ['https://kiemtra.viethung.gov.vn.evil.com/S/ABC', 'our-name-inside'],
    ['https://kiemtra-viethung-gov-vn.evil.com/S/ABC', 'our-name-inside'],
    ['https://kiemtra.viethung.gov.vn@evil.com/S/ABC', 'name-before-at'],
    ['https://kiemtra.viethung.gov.vn:x@evil.com/S/ABC', 'name-before-at'],
    ['https://kiеmtra.viethung.gov.vn/S/ABC', 'look-alike-letters'],
    ['https://xn--kimtra-3of.viethung.gov.vn/S/ABC', 'look-alike-letters'],
    ['https://k1emtra.viethung.gov.vn/S/ABC', 'look-alike-letters'],
    ['https://kiemtra.viethunng.gov.vn/S/ABC', 'look-alike-letters'],
    ['https://kiemtra.vietnhug.gov.vn/S/ABC', 'look-alike-letters'],
    ['https://kierntra.viethung.gov.vn/', 'look-alike-letters'],
    ['https://kiểmtra.viethung.gov.vn/S/ABC', 'look-alike-letters'],
    ['https://sao-y.example/S/ABC', 'other-host'],
  ])('is a warning when %s stands in for us', (text, doubt) => {
    expect(read(text)).toMatchObject({ kind: 'foreign', doubt });
  });

  it('keeps what a foreign address carries, to be checked here', () => {
    expect(read(`https://evil.example/v/${code}`)).toMatchObject({ carries: { kind: 'code', code } });
    expect(read('https://evil.example/S/ABC')).toMatchObject({ carries: { kind: 'seal', seal: 'ABC' } });
  });

  it('is something else, and said so', () => {
    expect(read('https://shop.example/menu')).toEqual({ kind: 'website', host: 'shop.example' });
    expect(read('001099000001|123456789|Nguyễn Văn An|01011999|Nam|Hà Nội|01012021')).toEqual({
      kind: 'identity-card',
    });
    for (const text of [
      '',
      'hello',
      'WIFI:T:WPA;S:cafe;P:secret;;',
      'javascript:alert(1)',
      'data:text/html,x',
      'https://',
      'https://[',
      `${own}/s/%E0%A4%A`,
      'a b.c/d',
    ])
      expect(['unknown', 'website'], text).toContain(read(text).kind);
  });
});
