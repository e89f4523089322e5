import { z } from 'zod';
import { atVietnamMinute, toVietnamTime, VIETNAM_OFFSET_MS, vietnamDay } from './vietnam-time.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Longer than any run of days off; a search beyond it means that the configuration closes the office. */
const MAX_SEARCH_DAYS = 60;

const clockSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 07:30');

/** Office hours as spans of one day, in order, not overlapping. */
export const officeHoursSchema = z
  .array(z.object({ from: clockSchema, to: clockSchema }))
  .min(1)
  .refine(
    (spans) => spans.every(({ from, to }, i) => from < to && (i === 0 || (spans[i - 1]?.to ?? '') <= from)),
    'spans of office hours must be in order and not overlap',
  );

/** Working days of an office: weekly rhythm, dated days off and dated swap days. */
export const workingCalendarSchema = z.object({
  /** 0 is Sunday. */
  workingWeekdays: z.array(z.int().min(0).max(6)).min(1).default([1, 2, 3, 4, 5]),
  /** Days off that the law or the Prime Minister names, with their names. */
  daysOff: z.array(z.object({ date: z.iso.date(), name: z.string() })),
  /** Days worked in exchange (hoán đổi), although their weekday is free. */
  swapWorkingDays: z.array(z.object({ date: z.iso.date(), name: z.string() })),
  officeHours: officeHoursSchema,
});

export type WorkingCalendar = z.infer<typeof workingCalendarSchema>;

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Whether the office works on a Vietnamese day (`2026-11-21`); a swap day wins over everything. */
export const isWorkingDay = (calendar: WorkingCalendar, day: string): boolean => {
  if (calendar.swapWorkingDays.some(({ date }) => date === day)) return true;
  if (calendar.daysOff.some(({ date }) => date === day)) return false;
  return calendar.workingWeekdays.includes(new Date(`${day}T00:00:00Z`).getUTCDay());
};

/**
 * The first working day on or after a day.
 * @throws RangeError when the office is closed for two months on end
 */
export const workingDayFrom = (calendar: WorkingCalendar, day: string): string => {
  let candidate = day;
  for (let i = 0; i < MAX_SEARCH_DAYS; i++) {
    if (isWorkingDay(calendar, candidate)) return candidate;
    candidate = dayAfter(candidate);
  }
  throw new RangeError(`no working day within ${MAX_SEARCH_DAYS} days of ${day}`);
};

/** The working day that comes `count` working days after a day; 1 is the next one. */
export const addWorkingDays = (calendar: WorkingCalendar, day: string, count: number): string => {
  let current = day;
  for (let i = 0; i < count; i++) current = workingDayFrom(calendar, dayAfter(current));
  return current;
};

/** The moment at which the office closes on a day. */
export const closingTime = (calendar: WorkingCalendar, day: string): Date =>
  atVietnamMinute(day, minuteOf(calendar.officeHours.at(-1)?.to ?? '00:00'));

/** Whether somebody is in the office at a moment. */
export const isOfficeOpen = (calendar: WorkingCalendar, at: Date): boolean => {
  if (!isWorkingDay(calendar, vietnamDay(at))) return false;
  const { hour, minute } = toVietnamTime(at);
  const now = hour * 60 + minute;
  return calendar.officeHours.some(({ from, to }) => minuteOf(from) <= now && now < minuteOf(to));
};

/** The minute after midnight, Vietnam time, with fractions for seconds. */
export const minuteOfDay = (at: Date): number => ((at.getTime() + VIETNAM_OFFSET_MS) % DAY_MS) / 60_000;
