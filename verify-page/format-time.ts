import type { Language, Texts } from './texts.ts';

/** A moment as the authority's clock showed it, whatever the reader's time zone. */
export function formatTime(timestamp: string, language: Language, texts: Texts): string {
  const text = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'medium',
    timeZone: 'Asia/Ho_Chi_Minh',
  }).format(new Date(timestamp));
  return `${text} (${texts.timeZone})`;
}
