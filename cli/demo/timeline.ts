export interface TimelineStep {
  readonly step: string;
  /** Since the beginning. */
  readonly startMs: number;
  readonly ms: number;
}

/** Measures steps one after the other and tells of each as it ends. */
export class Timeline {
  readonly #steps: TimelineStep[] = [];
  readonly #startedAt = performance.now();
  readonly #onStep: (step: TimelineStep) => void;

  constructor(onStep: (step: TimelineStep) => void = () => undefined) {
    this.#onStep = onStep;
  }

  get steps(): readonly TimelineStep[] {
    return this.#steps;
  }

  async measure<T>(step: string, work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      const done = {
        step,
        startMs: Math.round(begun - this.#startedAt),
        ms: Math.round(performance.now() - begun),
      };
      this.#steps.push(done);
      this.#onStep(done);
    }
  }
}
