import type { GuidanceCode } from '@saoy/contracts/identity';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';
import { GuidanceSign } from '../face-guide/guidance-sign.tsx';
import { type Seen, useFaceGuide } from '../face-guide/use-face-guide.ts';
import { AgentCamera, BrowserCamera } from './camera-picture.tsx';

/** What the server judges a face by. */
const sizePx = { width: 640, height: 480 } as const;
/** Where the middle of the oval lies, as shares of the picture. */
const middle = { x: 0.5, y: 0.5 };

/** The person as in a mirror, with the oval the face belongs into and what to put right, many times a second. */
export function LiveFace({
  step,
  guidance,
  onGuidance,
  onCameraLost,
}: {
  step: 'starting' | 'guiding' | 'judging';
  /** What to tell, of what the server and this browser saw. */
  guidance: GuidanceCode;
  /** Hears what this browser sees; null where it cannot tell. */
  onGuidance: (seen: Seen['guidance'] | null) => void;
  /** The browser's own camera does not open; of the agent's camera the agent tells. */
  onCameraLost: () => void;
}) {
  const { status, texts } = useKiosk();
  const frame = useRef<HTMLDivElement>(null);
  const marker = useRef<HTMLSpanElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const frames = useRef(0);
  const [towards, setTowards] = useState<number | null>(null);
  const isBrowser = status.kiosk.cameraSource === 'browser';

  const onSeen = useCallback((seen: Seen) => {
    frames.current += 1;
    if (frame.current !== null) frame.current.dataset['guidedFrames'] = String(frames.current);
    if (marker.current !== null) placeMarker(marker.current, seen.face);
    setTowards(seen.guidance === 'not-centred' && seen.face !== null ? directionOf(seen.face) : null);
  }, []);
  const seen = useFaceGuide(isBrowser ? video : image, onSeen);
  useEffect(() => onGuidance(seen), [onGuidance, seen]);

  const isShown = step !== 'judging' && guidance !== 'ok';
  const isGood = step === 'guiding' && guidance === 'ok';
  return (
    <div
      className={`live-face ${isGood ? 'live-face-good' : ''}`}
      ref={frame}
      data-guidance={guidance}
      data-seen={seen ?? 'unknown'}
    >
      {isBrowser ? (
        <BrowserCamera
          video={video}
          isSending={step === 'guiding'}
          sizePx={sizePx}
          label={texts.face.picture}
          onLost={onCameraLost}
        />
      ) : (
        // A stream that ended does not begin again by itself: every step asks for it anew.
        <AgentCamera key={step} image={image} label={texts.face.picture} />
      )}
      <svg className="oval" viewBox="0 0 400 400" preserveAspectRatio="none" aria-hidden="true">
        <path
          className="oval-shade"
          fillRule="evenodd"
          d="M0 0 H400 V400 H0 Z M200 44 C290 44 318 120 318 190 C318 280 262 352 200 352 C138 352 82 280 82 190 C82 120 110 44 200 44 Z"
        />
        <path
          className="oval-line"
          d="M200 44 C290 44 318 120 318 190 C318 280 262 352 200 352 C138 352 82 280 82 190 C82 120 110 44 200 44 Z"
        />
      </svg>
      <span className="face-marker" ref={marker} aria-hidden="true" />
      {isShown && (
        <>
          <GuidanceSign code={guidance} towards={towards} />
          <p className="live-face-note" aria-hidden="true">
            {texts.face.guidance[guidance]}
          </p>
        </>
      )}
    </div>
  );
}

/** The cover of the picture cuts its sides: shares of the picture become shares of what is seen of it. */
const shownShare = (share: number): number => 0.5 + (share - 0.5) * (4 / 3 / (4 / 5));

function placeMarker(marker: HTMLSpanElement, face: Seen['face']): void {
  if (face === null) {
    marker.style.opacity = '0';
    return;
  }
  marker.style.opacity = '1';
  // As in a mirror.
  marker.style.left = `${(1 - shownShare(face.x)) * 100}%`;
  marker.style.top = `${face.y * 100}%`;
  marker.style.width = `${face.width * (4 / 3 / (4 / 5)) * 100}%`;
}

/** From the face to the middle, degrees clockwise from up, in the mirror. */
const directionOf = (face: NonNullable<Seen['face']>): number => {
  const right = face.x - middle.x;
  const up = face.y - middle.y;
  // Eight directions: an arrow that trembles is not followed.
  return Math.round((Math.atan2(right, up) * 180) / Math.PI / 45) * 45;
};
