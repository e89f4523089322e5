import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueTime } from './due-time.ts';
import { vietnamDay } from './vietnam-time.ts';
import {
  addWorkingDays,
  isOfficeOpen,
  isWorkingDay,
  type WorkingCalendar,
  workingCalendarSchema,
} from './working-calendar.ts';

const calendar: WorkingCalendar = workingCalendarSchema.parse({
  daysOff: [
    { date: '2027-02-05', name: 'Tết Nguyên đán' },
    { date: '2027-02-08', name: 'Tết Nguyên đán' },
    { date: '2027-02-09', name: 'Tết Nguyên đán' },
  ],
  swapWorkingDays: [{ date: '2027-02-20', name: 'Làm bù' }],
  officeHours: [
    { from: '07:30', to: '11:30' },
    { from: '13:00', to: '17:00' },
  ],
});

const vietnam = (text: string): Date => new Date(`${text}+07:00`);
const due = (receivedAt: string, extended = false) => {
  const { at, rule } = dueTime(calendar, { receivedAt: vietnam(receivedAt), extended });
  return [at.getTime(), rule] as const;
};
const at = (text: string) => vietnam(text).getTime();

describe('dueTime', () => {
  it('is closing time of the same day for a request before 15:00', () => {
    expect(due('2026-11-20T09:00:00')).toEqual([at('2026-11-20T17:00:00'), 'same-day']);
  });

  it('is still the same day at 15:00 sharp and the next working day a second later', () => {
    expect(due('2026-11-19T15:00:00')).toEqual([at('2026-11-19T17:00:00'), 'same-day']);
    expect(due('2026-11-19T15:00:01')).toEqual([at('2026-11-20T17:00:00'), 'next-working-day']);
  });

  it('passes over the weekend after 15:00 on a Friday', () => {
    expect(due('2026-11-20T16:00:00')).toEqual([at('2026-11-23T17:00:00'), 'next-working-day']);
  });

  it('is the next working day for a request made on a day off, even late', () => {
    expect(due('2026-11-21T20:00:00')).toEqual([at('2026-11-23T17:00:00'), 'next-working-day']);
  });

  it('passes over Tết and its weekend', () => {
    expect(due('2027-02-04T15:30:00')).toEqual([at('2027-02-10T17:00:00'), 'next-working-day']);
  });

  it('counts a swap Saturday as a working day', () => {
    expect(due('2027-02-19T16:00:00')).toEqual([at('2027-02-20T17:00:00'), 'next-working-day']);
    expect(due('2027-02-20T10:00:00')).toEqual([at('2027-02-20T17:00:00'), 'same-day']);
  });

  it('adds two working days when extended', () => {
    expect(due('2026-11-19T09:00:00', true)).toEqual([
      at('2026-11-23T17:00:00'),
      'extended-two-working-days',
    ]);
  });

  it('uses the Vietnamese day, not the UTC day', () => {
    expect(due('2026-11-20T00:30:00')).toEqual([at('2026-11-20T17:00:00'), 'same-day']);
  });

  const moments = fc
    .date({ min: vietnam('2026-01-01T00:00:00'), max: vietnam('2028-12-31T00:00:00'), noInvalidDate: true })
    .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));

  it('always lies ahead, on a working day, at closing time', () => {
    fc.assert(
      fc.property(moments, fc.boolean(), (receivedAt, extended) => {
        const result = dueTime(calendar, { receivedAt, extended }).at;
        expect(result.getTime()).toBeGreaterThan(receivedAt.getTime());
        expect(isWorkingDay(calendar, vietnamDay(result))).toBe(true);
        expect(result.toISOString().slice(11)).toBe('10:00:00.000Z');
      }),
    );
  });

  it('never comes earlier for a later request', () => {
    fc.assert(
      fc.property(moments, moments, fc.boolean(), (a, b, extended) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        const dueEarly = dueTime(calendar, { receivedAt: early, extended }).at;
        expect(dueEarly <= dueTime(calendar, { receivedAt: late, extended }).at).toBe(true);
      }),
    );
  });

  it('is extended by exactly two working days', () => {
    fc.assert(
      fc.property(moments, (receivedAt) => {
        const ordinary = vietnamDay(dueTime(calendar, { receivedAt, extended: false }).at);
        const extended = vietnamDay(dueTime(calendar, { receivedAt, extended: true }).at);
        expect(extended).toBe(addWorkingDays(calendar, ordinary, 2));
      }),
    );
  });
});

describe('working calendar', () => {
  it('knows when somebody is in the office', () => {
    expect(isOfficeOpen(calendar, vietnam('2026-11-20T07:29:59'))).toBe(false);
    expect(isOfficeOpen(calendar, vietnam('2026-11-20T07:30:00'))).toBe(true);
    expect(isOfficeOpen(calendar, vietnam('2026-11-20T12:00:00'))).toBe(false);
    expect(isOfficeOpen(calendar, vietnam('2026-11-21T09:00:00'))).toBe(false);
  });

  it('refuses office hours that overlap', () => {
    const officeHours = [
      { from: '07:30', to: '13:30' },
      { from: '13:00', to: '17:00' },
    ];
    expect(workingCalendarSchema.safeParse({ ...calendar, officeHours }).success).toBe(false);
  });

  it('refuses to search for ever when every day is off', () => {
    const closed = { ...calendar, workingWeekdays: [], swapWorkingDays: [] };
    expect(() => addWorkingDays(closed, '2026-11-20', 1)).toThrow(RangeError);
  });
});
