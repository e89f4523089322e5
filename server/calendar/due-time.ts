import { vietnamDay } from './vietnam-time.ts';
import {
  addWorkingDays,
  closingTime,
  isWorkingDay,
  minuteOfDay,
  type WorkingCalendar,
  workingDayFrom,
} from './working-calendar.ts';

/** Requests received after 15:00 may be answered on the next working day (Decree 23/2015 art. 7). */
const CUT_OFF_MINUTE = 15 * 60;
/** Many papers, pages or copies, or complex content, may take this much longer (art. 21). */
const EXTENSION_WORKING_DAYS = 2;

/** Why a request is due when it is. */
export type DueRule = 'same-day' | 'next-working-day' | 'extended-two-working-days';

export interface DueTime {
  readonly at: Date;
  readonly rule: DueRule;
}

/**
 * The latest time at which the law wants a result: closing time of the day of receipt, of the next working
 * day after 15:00, and two working days later when extended. What comes in on a day off counts as
 * received when the next working day opens.
 */
export const dueTime = (
  calendar: WorkingCalendar,
  { receivedAt, extended }: { readonly receivedAt: Date; readonly extended: boolean },
): DueTime => {
  const received = vietnamDay(receivedAt);
  const firstDay = workingDayFrom(calendar, received);
  const isLate = isWorkingDay(calendar, received) && minuteOfDay(receivedAt) > CUT_OFF_MINUTE;
  // An office that closes at or before the cut-off is already shut for whoever comes after closing time.
  const isClosed = receivedAt.getTime() >= closingTime(calendar, firstDay).getTime();
  const ordinaryDay = isLate || isClosed ? addWorkingDays(calendar, firstDay, 1) : firstDay;
  if (extended) {
    const day = addWorkingDays(calendar, ordinaryDay, EXTENSION_WORKING_DAYS);
    return { at: closingTime(calendar, day), rule: 'extended-two-working-days' };
  }
  return {
    at: closingTime(calendar, ordinaryDay),
    rule: ordinaryDay === received ? 'same-day' : 'next-working-day',
  };
};
