import type { Language } from '@saoy/contracts/ids';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** The shape every language must fill: the keys of the Vietnamese catalogue. */
export type Texts = typeof vi;

export const textsOf: Record<Language, Texts> = { vi, en };
