/** Housekeeping orders slow work again; within one process it is not done a second time beside the first. */
export class WorkUnderWay {
  readonly #keys = new Set<string>();

  /** Does the work unless the same is being done; then the order counts as carried out. */
  async once(key: string, work: () => Promise<void>): Promise<void> {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    try {
      await work();
    } finally {
      this.#keys.delete(key);
    }
  }
}
