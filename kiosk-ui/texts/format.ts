import type { Language } from '@saoy/contracts/ids';

const locale = { vi: 'vi-VN', en: 'en-GB' } as const;

/** `4.000 đồng` / `4,000 đồng`. */
export const formatVnd = (amountVnd: number, language: Language): string =>
  `${amountVnd.toLocaleString(locale[language])} đồng`;

/** `14:30`, in the kiosk's own time zone. */
export const formatTime = (timestamp: string, language: Language): string =>
  new Date(timestamp).toLocaleTimeString(locale[language], { hour: '2-digit', minute: '2-digit' });

/** `Thứ Hai, 24 tháng 11, 2026` / `Monday, 24 November 2026`. */
export const formatDate = (timestamp: string, language: Language): string =>
  new Date(timestamp).toLocaleDateString(locale[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
