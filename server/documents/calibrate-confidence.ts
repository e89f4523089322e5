export interface FieldEvidence {
  /** Of the words the value was taken from, 0 to 1. */
  readonly wordConfidences: readonly number[];
  readonly lineConfidence: number;
  readonly isWellFormed: boolean;
  /** Any of the words is written in pen. */
  readonly isPen: boolean;
  readonly pageConfidence: number;
}

/**
 * Share of fields found right at each level of the weakest word's confidence. The engine's own numbers are
 * too high for handwriting and too low for print, so they are mapped through what was measured.
 */
const CURVE: readonly (readonly [weakest: number, right: number])[] = [
  [0, 0.2],
  [0.5, 0.35],
  [0.7, 0.55],
  [0.8, 0.7],
  [0.86, 0.85],
  [0.9, 0.93],
  [0.94, 0.97],
  [0.97, 0.985],
];

/** Hand-like letters are read right in about half of the fields, whatever the engine thinks. */
const MOST_OF_PEN = 0.6;

/** Probability that a field's value is exactly what is printed. */
export function calibrateConfidence(evidence: FieldEvidence): number {
  const weakest = Math.min(...evidence.wordConfidences);
  let right = interpolate(weakest);
  if (!evidence.isWellFormed) right *= 0.6;
  if (evidence.isPen) right = Math.min(right, MOST_OF_PEN);
  return Math.round(Math.min(0.99, right) * 1000) / 1000;
}

function interpolate(weakest: number): number {
  const upper = CURVE.findIndex(([level]) => level >= weakest);
  if (upper < 0) return CURVE.at(-1)![1];
  if (upper === 0) return CURVE[0]![1];
  const [lowLevel, lowRight] = CURVE[upper - 1]!;
  const [highLevel, highRight] = CURVE[upper]!;
  return lowRight + ((weakest - lowLevel) / (highLevel - lowLevel)) * (highRight - lowRight);
}
