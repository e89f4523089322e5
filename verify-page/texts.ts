import { en } from './texts/en.ts';
import { type Texts, vi } from './texts/vi.ts';

export type Language = 'vi' | 'en';
export type { Texts };

/** Both languages; the page itself loads English only for whoever asks for it. */
export const texts: Record<Language, Texts> = { vi, en };
