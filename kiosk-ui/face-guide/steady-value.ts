export interface SteadyValue<T> {
  /** Hears what is seen at a moment. */
  offer(value: T, atMs: number): void;
}

/** Tells of a value once it was seen without a break for `steadyMs`; of the first one at once. */
export function createSteadyValue<T>(steadyMs: number, tell: (value: T) => void): SteadyValue<T> {
  let told: { readonly value: T } | null = null;
  let candidate: { readonly value: T; readonly sinceMs: number } | null = null;
  return {
    offer: (value, atMs) => {
      if (told?.value === value) {
        candidate = null;
        return;
      }
      if (candidate?.value !== value) candidate = { value, sinceMs: atMs };
      if (told !== null && atMs - candidate.sinceMs < steadyMs) return;
      told = { value };
      candidate = null;
      tell(value);
    },
  };
}
