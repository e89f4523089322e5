/** Every waiting time of a visit, in milliseconds; tests and demonstrations may shorten them. */
export interface Delays {
  /** Untouched screen until the warning. */
  readonly idleWarningMs: number;
  /** From the warning to the end of the visit; WCAG 2.2 success criterion 2.2.1 asks for at least 20 s. */
  readonly idleGraceMs: number;
  /** The same while people wait for a decision, where nothing needs touching. */
  readonly decidingIdleMs: number;
  /** How long the tick stands after the code of a card was read before the camera. */
  readonly codeFoundMs: number;
  /** Longest wait for the reader before the person goes on without what was read. */
  readonly readingMs: number;
  /** The last screen closes by itself. */
  readonly doneMs: number;
  /** Shortest showing of the farewell. */
  readonly endingMs: number;
  /** Longest wait for the wiping of a visit before the next may begin. */
  readonly wipingMs: number;
  /** After a crash the same screen may come back within this time. */
  readonly resumeMs: number;
}

export const defaultDelays: Delays = {
  idleWarningMs: 60_000,
  idleGraceMs: 25_000,
  decidingIdleMs: 180_000,
  codeFoundMs: 1_200,
  readingMs: 90_000,
  doneMs: 60_000,
  endingMs: 2_500,
  wipingMs: 20_000,
  resumeMs: 30_000,
};
