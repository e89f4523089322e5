import { useEffect } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';

const voiceTag = { vi: 'vi-VN', en: 'en-GB' } as const;

/** Reads a text aloud when spoken guidance is on; a new text interrupts the one before. */
export function useSpokenText(...texts: string[]): void {
  const { display, language } = useKiosk().status;
  const text = texts.filter((part) => part !== '').join('. ');
  useEffect(() => {
    if (!display.isSpoken || text === '') return;
    speak(text, language);
    return () => window.speechSynthesis?.cancel();
  }, [display.isSpoken, language, text]);
}

/** Says the name of whatever the keyboard or keypad reaches. */
export function useSpokenFocus(): void {
  const { display, language } = useKiosk().status;
  useEffect(() => {
    if (!display.isSpoken) return;
    const onFocus = (event: FocusEvent): void => {
      const target = event.target;
      if (!(target instanceof HTMLElement) || !target.matches('button:focus-visible, input:focus-visible'))
        return;
      const name = target.getAttribute('aria-label') ?? target.textContent;
      if (name) speak(name, language);
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, [display.isSpoken, language]);
}

function speak(text: string, language: keyof typeof voiceTag): void {
  // Some builds of Chromium come without speech; the screen says everything in writing anyway.
  if (!('speechSynthesis' in window)) return;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = voiceTag[language];
  utterance.rate = 0.92;
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(utterance);
}
