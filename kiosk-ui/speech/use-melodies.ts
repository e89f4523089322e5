import { useEffect, useRef } from 'react';
import { playMelody } from './play-melody.ts';

/** Sounds once whenever one of these becomes true: the audible half of what the screen shows. */
export function useMelodies({ finished, wrong }: { finished: boolean; wrong: boolean }): void {
  const audio = useRef<AudioContext | null>(null);

  useEffect(() => {
    const opened = new AudioContext();
    audio.current = opened;
    return () => {
      audio.current = null;
      void opened.close();
    };
  }, []);

  useEffect(() => {
    if (finished) playMelody(audio.current, 'finished');
  }, [finished]);

  useEffect(() => {
    if (wrong) playMelody(audio.current, 'wrong');
  }, [wrong]);
}
