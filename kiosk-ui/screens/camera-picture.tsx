import { type RefObject, useEffect, useState } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';
import { useCamera } from './use-camera.ts';

/** The picture of this browser's camera; its frames go to the agent while `isSending`. */
export function BrowserCamera({
  video,
  isSending,
  sizePx,
  label,
  onLost,
}: {
  video: RefObject<HTMLVideoElement | null>;
  isSending: boolean;
  sizePx: { readonly width: number; readonly height: number };
  label: string;
  /** It does not open, or ended by itself. */
  onLost: () => void;
}) {
  const { client } = useKiosk();
  const { isFailed } = useCamera(client, video, isSending, sizePx);
  useEffect(() => {
    if (isFailed) onLost();
  }, [isFailed, onLost]);
  return <video ref={video} muted playsInline aria-label={label} />;
}

/** The picture of the agent's camera, for as long as the agent gives one. */
export function AgentCamera({ image, label }: { image: RefObject<HTMLImageElement | null>; label: string }) {
  const { client } = useKiosk();
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) return null;
  return (
    <img
      ref={image}
      src={client.cameraStreamUrl}
      alt={label}
      draggable={false}
      onError={() => setIsBroken(true)}
    />
  );
}
