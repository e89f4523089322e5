import { type RefObject, useEffect, useState } from 'react';
import type { KioskClient } from '../agent/kiosk-client.ts';

/** Ten frames a second at most; slower when the agent is. */
const framePauseMs = 100;
const jpegQuality = 0.85;

/** The browser's own camera in a video element; hands its frames to the agent while `isSending`. */
export function useCamera(
  client: KioskClient,
  video: RefObject<HTMLVideoElement | null>,
  isSending: boolean,
  { width, height }: { readonly width: number; readonly height: number },
): { isFailed: boolean } {
  const [isFailed, setIsFailed] = useState(false);

  useEffect(() => {
    let stream: MediaStream | null = null;
    let isGone = false;
    const open = async (): Promise<void> => {
      try {
        const opened = await navigator.mediaDevices.getUserMedia({
          video: { width: { ideal: width }, height: { ideal: height }, facingMode: 'user' },
          audio: false,
        });
        stream = opened;
        if (isGone || video.current === null) return stopStream(opened);
        for (const track of opened.getVideoTracks()) track.addEventListener('ended', () => setIsFailed(true));
        video.current.srcObject = opened;
        await video.current.play();
      } catch {
        if (!isGone) setIsFailed(true);
      }
    };
    void open();
    return () => {
      isGone = true;
      if (stream !== null) stopStream(stream);
    };
  }, [video, width, height]);

  useEffect(() => {
    if (!isSending) return;
    let isGone = false;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    const run = async (): Promise<void> => {
      for (let sequence = 0; !isGone && context !== null; ) {
        const startedMs = performance.now();
        const source = video.current;
        if (source !== null && source.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
          // A camera that gives another shape keeps it: what is stretched is read worse.
          const scale = Math.min(width / source.videoWidth, height / source.videoHeight);
          canvas.width = Math.round(source.videoWidth * scale);
          canvas.height = Math.round(source.videoHeight * scale);
          context.drawImage(source, 0, 0, canvas.width, canvas.height);
          const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: jpegQuality });
          if (isGone) return;
          await client.sendFrame(new Uint8Array(await blob.arrayBuffer()), sequence++, Date.now());
        }
        const restMs = framePauseMs - (performance.now() - startedMs);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, restMs)));
      }
    };
    void run();
    return () => {
      isGone = true;
    };
  }, [client, video, isSending, width, height]);

  return { isFailed };
}

function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
