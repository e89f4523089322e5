const DAY_MS = 86_400_000;
const thresholds = [7, 30, 60] as const;

/** The narrowest threshold that has been passed: 0 lapsed, 7, 30 or 60 days before; null while there is time. */
export function lapseThreshold(lapsesAt: Date, now: Date): 0 | 7 | 30 | 60 | null {
  const leftMs = lapsesAt.getTime() - now.getTime();
  if (leftMs <= 0) return 0;
  return thresholds.find((days) => leftMs <= days * DAY_MS) ?? null;
}
