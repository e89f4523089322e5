import { describe, expect, it } from 'vitest';
import { feeFor } from './fee-for.ts';
import { NATIONAL_FEE_TABLE } from './fee-table.ts';

const at = new Date('2026-11-21T02:00:00Z');
const question = { copies: 1, at, channel: 'kiosk', table: NATIONAL_FEE_TABLE } as const;

describe('feeFor', () => {
  it.each([
    [1, 2_000],
    [2, 4_000],
    [3, 5_000],
    [4, 6_000],
    [10, 12_000],
    [197, 199_000],
    [198, 200_000],
    [199, 200_000],
    [300, 200_000],
  ])('charges an original of %i pages %i đồng a copy (Circular 226/2016 art. 4)', (originalPages, vnd) => {
    expect(feeFor({ ...question, originalPages }).totalVnd).toBe(vnd);
  });

  it('says that the cap applied only when it changed the price', () => {
    expect(feeFor({ ...question, originalPages: 198 }).isCapped).toBe(false);
    expect(feeFor({ ...question, originalPages: 199 }).isCapped).toBe(true);
  });

  it('multiplies by the number of copies', () => {
    expect(feeFor({ ...question, originalPages: 3, copies: 4 })).toMatchObject({
      perCopyVnd: 5_000,
      totalVnd: 20_000,
    });
  });

  it('charges nothing in a channel that the authority pays for, and names both laws', () => {
    const table = {
      ...NATIONAL_FEE_TABLE,
      channels: { kiosk: 'waive', online: 'waive' },
      waiverBasis: 'Nghị quyết 77/2025/NQ-HĐND',
    } as const;
    expect(feeFor({ ...question, originalPages: 3, table })).toMatchObject({
      totalVnd: 0,
      listPerCopyVnd: 5_000,
      isWaived: true,
      basis: 'Thông tư 226/2016/TT-BTC, Điều 4; Nghị quyết 77/2025/NQ-HĐND',
    });
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses to price %d pages', (originalPages) => {
    expect(() => feeFor({ ...question, originalPages })).toThrow(RangeError);
  });

  it('refuses a table that is not in force yet', () => {
    const table = { ...NATIONAL_FEE_TABLE, effectiveFrom: '2026-11-22' };
    expect(() => feeFor({ ...question, originalPages: 1, table })).toThrow(RangeError);
  });
});
