import type { Language, Texts } from './texts.ts';

const clock = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'Asia/Ho_Chi_Minh',
} as const;
const locales = { vi: 'vi-VN', en: 'en-GB' } as const;
const days = {
  vi: { day: '2-digit', month: '2-digit', year: 'numeric' },
  en: { day: 'numeric', month: 'long', year: 'numeric' },
} as const;

/** A moment as the authority's clock showed it, whatever the reader's time zone. */
export function formatTime(timestamp: string, language: Language, texts: Texts): string {
  const at = new Date(timestamp);
  const time = at.toLocaleTimeString(locales[language], clock);
  const day = at.toLocaleDateString(locales[language], { ...days[language], timeZone: clock.timeZone });
  return `${time}, ${texts.onDay}${day} (${texts.timeZone})`;
}
