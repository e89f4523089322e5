import type { WorkingCalendar } from './working-calendar.ts';

const FIXED: [monthDay: string, name: string][] = [
  ['01-01', 'Tết Dương lịch'],
  ['04-30', 'Ngày Chiến thắng'],
  ['05-01', 'Ngày Quốc tế Lao động'],
  ['09-02', 'Quốc khánh'],
];

/**
 * The days off with a fixed date in the solar calendar (Labour Code 2019 art. 112). Tết, the Hùng Kings'
 * day, the second day of Quốc khánh and the swap days are announced year by year and come from
 * configuration.
 */
export const fixedDaysOff = (firstYear: number, lastYear: number): WorkingCalendar['daysOff'] => {
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, i) => firstYear + i);
  return years.flatMap((year) => FIXED.map(([monthDay, name]) => ({ date: `${year}-${monthDay}`, name })));
};
