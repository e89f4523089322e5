import { toVietnamTime } from './vietnam-time.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * Day, month and year as official documents write them: days under 10 and the months 1 and 2 take a
 * leading zero so that no digit can be put before them (Decree 30/2020, annex I).
 */
export const officialDateParts = (at: Date): { day: string; month: string; year: string } => {
  const { day, month, year } = toVietnamTime(at);
  return { day: two(day), month: month <= 2 ? two(month) : String(month), year: String(year) };
};

/** `ngày 21 tháng 11 năm 2026`. */
export const formatOfficialDate = (at: Date): string => {
  const { day, month, year } = officialDateParts(at);
  return `ngày ${day} tháng ${month} năm ${year}`;
};

/** `21/11/2026`. */
export const formatShortDate = (at: Date): string => {
  const { day, month, year } = toVietnamTime(at);
  return `${two(day)}/${two(month)}/${year}`;
};

/** `09:31`. */
export const formatHour = (at: Date): string => {
  const { hour, minute } = toVietnamTime(at);
  return `${two(hour)}:${two(minute)}`;
};

/** Signing time as shown beside a signature: `21-11-2026 09:31:05 +07:00` (Decree 30/2020, annex I). */
export const formatSigningTime = (at: Date): string => {
  const { day, month, year, hour, minute, second } = toVietnamTime(at);
  return `${two(day)}-${two(month)}-${year} ${two(hour)}:${two(minute)}:${two(second)} +07:00`;
};

const WEEKDAYS = {
  vi: ['Chủ Nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;

/** The name of the weekday. */
export const weekdayName = (at: Date, language: 'vi' | 'en'): string =>
  WEEKDAYS[language][toVietnamTime(at).weekday] ?? '';
