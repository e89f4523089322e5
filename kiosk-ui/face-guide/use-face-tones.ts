import { useEffect, useRef } from 'react';

/** What a tone says: a movement is asked for, one was done, all were done, something is to be put right. */
const melodies = {
  asked: [[523, 0]],
  done: [
    [659, 0],
    [784, 0.12],
  ],
  finished: [
    [659, 0],
    [784, 0.12],
    [1047, 0.24],
  ],
  wrong: [[330, 0]],
} as const;

/** So long something must be wrong before it is heard, and heard again. */
const wrongAfterMs = 1_500;
const wrongEveryMs = 4_000;
const loudness = 0.2;

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
    if (challengesDone > doneBefore.current) play(audio.current, 'done');
    doneBefore.current = challengesDone;
  }, [challengesDone]);

  useEffect(() => {
    if (challenge !== null) play(audio.current, 'asked');
  }, [challenge]);

  useEffect(() => {
    if (isFinished) play(audio.current, 'finished');
  }, [isFinished]);

  useEffect(() => {
    if (!isWrong) return;
    let every: number | undefined;
    const first = window.setTimeout(() => {
      play(audio.current, 'wrong');
      every = window.setInterval(() => play(audio.current, 'wrong'), wrongEveryMs);
    }, wrongAfterMs);
    return () => {
      window.clearTimeout(first);
      window.clearInterval(every);
    };
  }, [isWrong]);
}

function play(audio: AudioContext | null, melody: keyof typeof melodies): void {
  if (audio === null) return;
  for (const [frequencyHz, delayS] of melodies[melody]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const startS = audio.currentTime + delayS;
    tone.frequency.value = frequencyHz;
    volume.gain.setValueAtTime(0.0001, startS);
    volume.gain.exponentialRampToValueAtTime(loudness, startS + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, startS + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(startS);
    tone.stop(startS + 0.35);
  }
}
