import type { Language } from '@saoy/contracts/ids';
import type { Display } from '@saoy/contracts/visit/status';
import { useLayoutEffect } from 'react';

/** Language and display modes live on the root element, where style sheets and screen readers look for them. */
export function useDisplayAttributes(language: Language, display: Display): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    root.dataset['text'] = display.textSize;
    root.dataset['contrast'] = display.contrast;
    root.dataset['reach'] = display.reach;
  }, [language, display.textSize, display.contrast, display.reach]);
}
