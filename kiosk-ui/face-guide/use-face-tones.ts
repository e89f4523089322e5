import { useEffect, useRef } from 'react';
import { playMelody } from '../speech/play-melody.ts';

/** So long something must be wrong before it is heard, and heard again. */
const wrongAfterMs = 1_500;
const wrongEveryMs = 4_000;
export interface FaceSounds {
  readonly challenge: string | null;
  readonly challengesDone: number;
  readonly isFinished: boolean;
  readonly isWrong: boolean;
}

/** Says by sound what the screen shows: who turns the head cannot read. Words are spoken by useSpokenText. */
export function useFaceTones({ challenge, challengesDone, isFinished, isWrong }: FaceSounds): void {
  const audio = useRef<AudioContext | null>(null);
  const doneBefore = useRef(challengesDone);

  useEffect(() => {
    const opened = new AudioContext();
    audio.current = opened;
    return () => {
      audio.current = null;
      void opened.close();
    };
  }, []);

  useEffect(() => {
    if (challengesDone > doneBefore.current) playMelody(audio.current, 'done');
    doneBefore.current = challengesDone;
  }, [challengesDone]);

  useEffect(() => {
    if (challenge !== null) playMelody(audio.current, 'asked');
  }, [challenge]);

  useEffect(() => {
    if (isFinished) playMelody(audio.current, 'finished');
  }, [isFinished]);

  useEffect(() => {
    if (!isWrong) return;
    let every: number | undefined;
    const first = window.setTimeout(() => {
      playMelody(audio.current, 'wrong');
      every = window.setInterval(() => playMelody(audio.current, 'wrong'), wrongEveryMs);
    }, wrongAfterMs);
    return () => {
      window.clearTimeout(first);
      window.clearInterval(every);
    };
  }, [isWrong]);
}
