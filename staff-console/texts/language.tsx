import type { Bilingual, Language } from '@saoy/contracts/ids';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { en } from './en.ts';
import { type Texts, vi } from './vi.ts';

interface LanguageContext {
  readonly language: Language;
  readonly t: Texts;
  readonly of: (text: Bilingual) => string;
  readonly time: (timestamp: string) => string;
  /** Without year and seconds. */
  readonly shortTime: (timestamp: string) => string;
  readonly setLanguage: (language: Language) => void;
}

const Context = createContext<LanguageContext | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem('language') === 'en' ? 'en' : 'vi',
  );
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem('language', language);
  }, [language]);
  const value = useMemo<LanguageContext>(() => {
    const locale = language === 'vi' ? 'vi-VN' : 'en-GB';
    const day = { day: '2-digit', month: '2-digit', timeZone: 'Asia/Ho_Chi_Minh' } as const;
    const hour = { hour: '2-digit', minute: '2-digit' } as const;
    const long = new Intl.DateTimeFormat(locale, { ...day, year: 'numeric', ...hour, second: '2-digit' });
    const short = new Intl.DateTimeFormat(locale, { ...day, ...hour });
    return {
      language,
      t: language === 'vi' ? vi : en,
      of: (text) => text[language],
      time: (timestamp) => long.format(new Date(timestamp)),
      shortTime: (timestamp) => short.format(new Date(timestamp)),
      setLanguage,
    };
  }, [language]);
  return <Context value={value}>{children}</Context>;
}

export function useLanguage(): LanguageContext {
  const value = useContext(Context);
  if (value === null) throw new Error('LanguageProvider is missing');
  return value;
}
