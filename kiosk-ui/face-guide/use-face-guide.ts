import { type RefObject, useEffect, useState } from 'react';
import { linkFaceGuide } from './face-guide-link.ts';
import type { GuideAnswer } from './face-guide-messages.ts';
import { createSteadyValue } from './steady-value.ts';

export type Seen = Extract<GuideAnswer, { type: 'seen' }>;

/** At most so often; the camera gives no more. */
const leastPauseMs = 33;
/** A hint that comes and goes faster cannot be read. */
const steadyMs = 300;

/**
 * Watches the live picture in a worker of this browser, without a network: what to put right is on the screen at once.
 * Gives null until the first answer, and where the worker cannot run; then what the server says is all there is.
 * `onSeen` hears of every frame.
 */
export function useFaceGuide(
  source: RefObject<HTMLVideoElement | HTMLImageElement | null>,
  onSeen: (seen: Seen) => void,
): Seen['guidance'] | null {
  const [guidance, setGuidance] = useState<Seen['guidance'] | null>(null);

  useEffect(() => {
    const guide = linkFaceGuide();
    const steady = createSteadyValue<Seen['guidance']>(steadyMs, setGuidance);
    let isGone = false;
    let timer: number | undefined;
    let askedAtMs = 0;

    const ask = async (): Promise<void> => {
      const picture = await grabPicture(source.current);
      if (isGone) return picture?.close();
      if (picture === null) {
        timer = window.setTimeout(() => void ask(), leastPauseMs);
        return;
      }
      askedAtMs = performance.now();
      guide.ask(picture);
    };
    const stopListening = guide.listen((answer) => {
      if (answer.type === 'failed') return setGuidance(null);
      if (answer.type === 'seen') {
        onSeen(answer);
        steady.offer(answer.guidance, performance.now());
      }
      const restMs = leastPauseMs - (performance.now() - askedAtMs);
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void ask(), Math.max(0, restMs));
    });
    return () => {
      isGone = true;
      window.clearTimeout(timer);
      stopListening();
    };
  }, [source, onSeen]);

  return guidance;
}

/** The picture shown now; null while there is none. */
async function grabPicture(source: HTMLVideoElement | HTMLImageElement | null): Promise<ImageBitmap | null> {
  if (source === null) return null;
  const isThere =
    source instanceof HTMLVideoElement
      ? source.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA
      : source.naturalWidth > 0;
  return isThere ? createImageBitmap(source).catch(() => null) : null;
}
