/** What a tone says: a movement is asked for, one was done, all is done, something is to be put right. */
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

const loudness = 0.2;

export function playMelody(audio: AudioContext | null, melody: keyof typeof melodies): void {
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
