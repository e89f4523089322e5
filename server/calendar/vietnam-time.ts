/** Vietnam has one zone and no daylight saving time: UTC+07:00 all year. */
export const VIETNAM_OFFSET_MS = 7 * 60 * 60 * 1000;

/** A moment as a clock on a Vietnamese wall shows it. */
export interface VietnamTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

export const toVietnamTime = (at: Date): VietnamTime => {
  const shifted = new Date(at.getTime() + VIETNAM_OFFSET_MS);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    weekday: shifted.getUTCDay(),
  };
};

/** The Vietnamese calendar day of a moment as `2026-11-21`. */
export const vietnamDay = (at: Date): string =>
  new Date(at.getTime() + VIETNAM_OFFSET_MS).toISOString().slice(0, 10);

/** The moment at which a Vietnamese day (`2026-11-21`) reaches the given minute after midnight. */
export const atVietnamMinute = (day: string, minuteOfDay: number): Date =>
  new Date(Date.parse(`${day}T00:00:00Z`) - VIETNAM_OFFSET_MS + minuteOfDay * 60_000);
