import type { Language } from '@saoy/contracts/ids';

const locale = { vi: 'vi-VN', en: 'en-GB' } as const;
/** Law and appointments run on the time of the country, whatever the machine is set to. */
const timeZone = 'Asia/Ho_Chi_Minh';

/** `4.000 đồng` / `4,000 đồng`. */
export const formatVnd = (amountVnd: number, language: Language): string =>
  `${amountVnd.toLocaleString(locale[language])} đồng`;

/** `14:30`, in Vietnam. */
export const formatTime = (timestamp: string, language: Language): string =>
  new Date(timestamp).toLocaleTimeString(locale[language], {
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });

/** `Thứ Hai, 24 tháng 11, 2026` / `Monday, 24 November 2026`. */
export const formatDate = (timestamp: string, language: Language): string =>
  new Date(timestamp).toLocaleDateString(locale[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  });
