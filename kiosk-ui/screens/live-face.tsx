import { useState } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';
import { useCamera } from './use-camera.ts';

/** The person as in a mirror, with the oval the face belongs into. */
export function LiveFace({
  step,
  isGood,
  caption,
}: {
  step: 'starting' | 'guiding' | 'judging';
  isGood: boolean;
  /** What to put right, where the eyes already are. */
  caption: string;
}) {
  const { status } = useKiosk();
  return (
    <div className={`live-face ${isGood ? 'live-face-good' : ''}`}>
      {status.kiosk.cameraSource === 'browser' ? (
        <BrowserCamera isSending={step === 'guiding'} />
      ) : (
        // A stream that ended does not begin again by itself: every step asks for it anew.
        <AgentCamera key={step} />
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
      {caption !== '' && (
        <p className="live-face-note" aria-hidden="true">
          {caption}
        </p>
      )}
    </div>
  );
}

function BrowserCamera({ isSending }: { isSending: boolean }) {
  const { client, texts } = useKiosk();
  const { video, isFailed } = useCamera(client, isSending);
  return (
    <>
      <video ref={video} muted playsInline aria-label={texts.face.picture} />
      {isFailed && <p className="live-face-note">{texts.face.guidance['no-face']}</p>}
    </>
  );
}

function AgentCamera() {
  const { client, texts } = useKiosk();
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) return null;
  return (
    <img
      src={client.cameraStreamUrl}
      alt={texts.face.picture}
      draggable={false}
      onError={() => setIsBroken(true)}
    />
  );
}
