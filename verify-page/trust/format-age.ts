import type { Texts } from '../texts.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago, in the largest unit that people would use. */
export function formatAge(since: Date, now: Date, texts: Texts): string {
  const ms = now.getTime() - since.getTime();
  if (ms < 2 * MINUTE_MS) return texts.justNow;
  if (ms < 2 * HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} ${texts.minutesAgo}`;
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / HOUR_MS)} ${texts.hoursAgo}`;
  return `${Math.floor(ms / DAY_MS)} ${texts.daysAgo}`;
}
