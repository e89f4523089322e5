import { describe, expect, it } from 'vitest';
import {
  formatHour,
  formatOfficialDate,
  formatShortDate,
  formatSigningTime,
  weekdayName,
} from './vietnamese-date.ts';

describe('Vietnamese dates', () => {
  it('writes the official date in words', () => {
    expect(formatOfficialDate(new Date('2026-11-21T02:31:05Z'))).toBe('ngày 21 tháng 11 năm 2026');
  });

  it('puts a zero before days under 10 and before the months 1 and 2 only (Decree 30/2020)', () => {
    expect(formatOfficialDate(new Date('2027-02-05T02:00:00Z'))).toBe('ngày 05 tháng 02 năm 2027');
    expect(formatOfficialDate(new Date('2027-03-09T02:00:00Z'))).toBe('ngày 09 tháng 3 năm 2027');
  });

  it('shows signing time with seconds and the Vietnamese zone', () => {
    expect(formatSigningTime(new Date('2026-11-21T02:31:05Z'))).toBe('21-11-2026 09:31:05 +07:00');
  });

  it('goes over to the next day at midnight in Vietnam', () => {
    const midnight = new Date('2026-12-31T17:00:00Z');
    expect(formatShortDate(midnight)).toBe('01/01/2027');
    expect(formatHour(midnight)).toBe('00:00');
    expect(weekdayName(midnight, 'vi')).toBe('Thứ Sáu');
    expect(weekdayName(midnight, 'en')).toBe('Friday');
  });
});
