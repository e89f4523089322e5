import { describe, expect, it } from 'vitest';
import { fillWording } from './certification-stamp.ts';

const wording = [
  'Chứng thực bản sao đúng với bản chính',
  'Số chứng thực {number} quyển số {book} - SCT/BS',
  'Ngày {day} tháng {month} năm {year}',
];

describe('fillWording', () => {
  it('writes number, book and the Vietnamese day of issue into the template', () => {
    const issuedAt = new Date('2026-11-20T17:00:00Z');
    expect(fillWording(wording, { number: 12, book: '01/2026' }, issuedAt)).toEqual([
      'Chứng thực bản sao đúng với bản chính',
      'Số chứng thực 12 quyển số 01/2026 - SCT/BS',
      'Ngày 21 tháng 11 năm 2026',
    ]);
  });

  it('counts from 01, as the register does', () => {
    const [, line] = fillWording(wording, { number: 1, book: '01/2027' }, new Date('2027-01-02T03:00:00Z'));
    expect(line).toBe('Số chứng thực 01 quyển số 01/2027 - SCT/BS');
  });

  it('keeps a brace that is no placeholder', () => {
    expect(fillWording(['{x}'], { number: 1, book: '' }, new Date(0))).toEqual(['{x}']);
  });
});
