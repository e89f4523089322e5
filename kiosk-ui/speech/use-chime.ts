import { useEffect } from 'react';

/** Two soft tones every `everyMs`, while mounted: the audible half of a warning that is also on screen. */
export function useChime(everyMs: number): void {
  useEffect(() => {
    const audio = new AudioContext();
    const ring = (): void => {
      for (const [frequencyHz, delayS] of [
        [660, 0],
        [880, 0.22],
      ] as const) {
        const tone = audio.createOscillator();
        const volume = audio.createGain();
        const startS = audio.currentTime + delayS;
        tone.frequency.value = frequencyHz;
        volume.gain.setValueAtTime(0.0001, startS);
        volume.gain.exponentialRampToValueAtTime(0.25, startS + 0.03);
        volume.gain.exponentialRampToValueAtTime(0.0001, startS + 0.5);
        tone.connect(volume).connect(audio.destination);
        tone.start(startS);
        tone.stop(startS + 0.55);
      }
    };
    ring();
    const timer = setInterval(ring, everyMs);
    return () => {
      clearInterval(timer);
      void audio.close();
    };
  }, [everyMs]);
}
