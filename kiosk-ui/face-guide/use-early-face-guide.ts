import { useEffect } from 'react';
import { linkFaceGuide } from './face-guide-link.ts';

/** A kiosk that has rested so long is not about to be touched: loading then is in nobody's way. */
const restMs = 20_000;

/**
 * Loads what looks at faces long before a face is asked for: while the kiosk rests, at the latest when a visit begins.
 * It looks at nothing until the face screen shows it a picture.
 */
export function useEarlyFaceGuide(isVisited: boolean): void {
  useEffect(() => {
    const timer = window.setTimeout(() => void linkFaceGuide(), isVisited ? 0 : restMs);
    return () => window.clearTimeout(timer);
  }, [isVisited]);
}
