import type { Bilingual } from '@saoy/contracts/ids';
import type { KioskStatus } from '@saoy/contracts/visit/status';
import { createContext, useContext } from 'react';
import type { KioskClient } from '../agent/kiosk-client.ts';
import { type Texts, textsOf } from '../texts/texts.ts';

export interface Kiosk {
  readonly status: KioskStatus;
  readonly client: KioskClient;
  /** Nobody pushes the status any more: nothing can be asked for. */
  readonly isLost: boolean;
}

export const KioskContext = createContext<Kiosk | null>(null);

/** Texts of the language chosen, the status, and the way to act. */
export function useKiosk(): Kiosk & {
  texts: Texts;
  send: KioskClient['send'];
  /** The side of a bilingual text that the person reads. */
  say(text: Bilingual): string;
} {
  const kiosk = useContext(KioskContext);
  if (kiosk === null) throw new Error('useKiosk outside of a kiosk');
  const { language } = kiosk.status;
  return { ...kiosk, texts: textsOf[language], send: kiosk.client.send, say: (text) => text[language] };
}
