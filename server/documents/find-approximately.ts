export interface ApproximateMatch {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly errors: number;
}

/**
 * The place in `text` that differs least from `pattern` (Sellers' algorithm: insertions, deletions and
 * substitutions count one each), the leftmost among equals; undefined when it needs more than `mostErrors`.
 */
export function findApproximately(
  pattern: string,
  text: string,
  mostErrors: number,
  from = 0,
): ApproximateMatch | undefined {
  const exact = text.indexOf(pattern, from);
  if (exact >= 0) return { start: exact, end: exact + pattern.length, errors: 0 };
  if (mostErrors === 0) return undefined;
  const columns = text.length - from + 1;
  let previous = new Uint16Array(columns);
  let previousStart = Uint16Array.from({ length: columns }, (_, i) => i);
  for (let i = 1; i <= pattern.length; i += 1) {
    const current = new Uint16Array(columns);
    const currentStart = new Uint16Array(columns);
    current[0] = i;
    for (let j = 1; j < columns; j += 1) {
      const differs = pattern[i - 1] === text[from + j - 1] ? 0 : 1;
      let best = previous[j - 1]! + differs;
      let start = previousStart[j - 1]!;
      if (previous[j]! + 1 < best) {
        best = previous[j]! + 1;
        start = previousStart[j]!;
      }
      if (current[j - 1]! + 1 < best) {
        best = current[j - 1]! + 1;
        start = currentStart[j - 1]!;
      }
      current[j] = best;
      currentStart[j] = start;
    }
    previous = current;
    previousStart = currentStart;
  }
  let at = 0;
  for (let j = 1; j < columns; j += 1) if (previous[j]! < previous[at]!) at = j;
  const errors = previous[at]!;
  if (errors > mostErrors) return undefined;
  return { start: from + previousStart[at]!, end: from + at, errors };
}
