import { CircleCheck } from 'lucide-react';
import { useRef } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';
import { AgentCamera, BrowserCamera } from './camera-picture.tsx';

/** What a camera gives that can read a code from a hand's width away. */
const sizePx = { width: 1280, height: 720 } as const;

/** The person as in a mirror, with the frame the card belongs into. */
export function LiveCard({
  step,
  note,
  onCameraLost,
}: {
  step: 'searching' | 'checking' | 'found';
  /** What to change, under the picture. */
  note: string | null;
  /** The browser's own camera does not open; of the agent's camera the agent tells. */
  onCameraLost: () => void;
}) {
  const { status, texts } = useKiosk();
  const video = useRef<HTMLVideoElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const { picture } = texts.cardCamera;
  return (
    <div className="card-scene">
      <div className={`live-card live-card-${step}`}>
        {status.kiosk.cameraSource === 'browser' ? (
          <BrowserCamera
            video={video}
            isSending={step === 'searching'}
            sizePx={sizePx}
            label={picture}
            onLost={onCameraLost}
          />
        ) : (
          <AgentCamera image={image} label={picture} />
        )}
        <svg
          className="card-frame"
          viewBox="0 0 1280 720"
          preserveAspectRatio="xMidYMid slice"
          aria-hidden="true"
        >
          <path
            className="oval-shade"
            fillRule="evenodd"
            d="M0 0H1280V720H0Z M200 66H1080Q1110 66 1110 96V624Q1110 654 1080 654H200Q170 654 170 624V96Q170 66 200 66Z"
          />
          <rect className="card-frame-line" x="170" y="66" width="940" height="588" rx="30" />
        </svg>
        {step === 'found' && <CircleCheck className="card-tick" aria-hidden="true" />}
      </div>
      <p className="live-card-note" role="status">
        {note}
      </p>
    </div>
  );
}
