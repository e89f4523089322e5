import { element } from '../element.ts';
import type { Texts } from '../texts.ts';
import { pixelsOf, readQr } from './read-qr.ts';

/** Between two looks at the camera: a phone stays cool, a person does not notice. */
const pauseMs = 80;
const longSidePx = 1600;

interface ScanActions {
  /** Told what was seen; answers whether that ends the scan. */
  readonly onTexts: (texts: string[]) => boolean;
  readonly onCancel: () => void;
}

/** The camera in the page, looking for a QR until one is taken or the view is left. */
export function showScanner(texts: Texts, actions: ScanActions): HTMLElement {
  const video = element('video', { playsinline: true, muted: true, 'aria-label': texts.cameraView });
  // As an attribute it only counts when the document is parsed.
  video.muted = true;
  const state = element('p', { class: 'camera-state', role: 'status' }, texts.cameraStarting);
  const view = element(
    'main',
    { class: 'scanner' },
    element('h1', {}, texts.scanTitle),
    element('div', { class: 'camera' }, video),
    state,
    element('button', { class: 'plain', click: actions.onCancel }, texts.scanCancel),
  );
  void watch(video, actions.onTexts, (text) => state.replaceChildren(text), texts);
  return view;
}

async function watch(
  video: HTMLVideoElement,
  onTexts: ScanActions['onTexts'],
  say: (text: string) => void,
  texts: Texts,
): Promise<void> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch (error) {
    const isDenied = error instanceof DOMException && error.name === 'NotAllowedError';
    return say(isDenied ? texts.cameraDenied : texts.cameraAbsent);
  }
  try {
    video.srcObject = stream;
    await video.play();
    say(texts.scanHint);
    while (video.isConnected) {
      if (!document.hidden && video.videoWidth > 0) {
        const scale = Math.min(1, longSidePx / Math.max(video.videoWidth, video.videoHeight));
        const found = await readQr(pixelsOf(video, video.videoWidth * scale, video.videoHeight * scale));
        if (found.length > 0 && video.isConnected && onTexts(found)) return;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  } catch {
    say(texts.cameraAbsent);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
