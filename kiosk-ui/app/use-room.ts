import { useSyncExternalStore } from 'react';
import { useKiosk } from './kiosk-context.ts';

const landscape = '(min-aspect-ratio: 1/1)';

/** How much room the choices have: lists show fewer rows where they would not fit. */
export type Room = 'wide' | 'tight' | 'tightest';

export function useIsLandscape(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const media = matchMedia(landscape);
      media.addEventListener('change', onChange);
      return () => media.removeEventListener('change', onChange);
    },
    () => matchMedia(landscape).matches,
  );
}

export function useRoom(): Room {
  const { display } = useKiosk().status;
  const isLandscape = useIsLandscape();
  const isLarge = display.textSize === 'large';
  const isLow = display.reach === 'low';
  if (isLow || isLandscape) return isLarge ? 'tightest' : 'tight';
  return isLarge ? 'tight' : 'wide';
}
