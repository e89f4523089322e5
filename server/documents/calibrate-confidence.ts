import { weights } from './confidence-weights.ts';

/** What is known about a value besides its letters. */
export interface FieldEvidence {
  /** Of the words the value was taken from, 0 to 1. */
  readonly wordConfidences: readonly number[];
  /** Letters and digits of the value. */
  readonly length: number;
  /** It has the form that its kind demands. */
  readonly isWellFormed: boolean;
  /** It may be something else that the reader cannot tell from it. */
  readonly isAmbiguous: boolean;
  /** Any of the words is written in coloured ink. */
  readonly isPen: boolean;
  readonly pageConfidence: number;
  /** Share of doubtful words in all values of the document: where it is high, the form was filled in by hand. */
  readonly doubtOfValues: number;
}

/** No value is believed more: the page itself may have misled rules and reader alike. */
const MOST = 0.99;

/** However clear its letters: that it is this value is for a person to say. */
const MOST_AMBIGUOUS = 0.89;

/** The numbers that the probability is made of; the order is that of the weights. */
export function featuresOf(evidence: FieldEvidence): number[] {
  const { wordConfidences } = evidence;
  const weakest = Math.min(...wordConfidences);
  const mean = wordConfidences.reduce((sum, one) => sum + one, 0) / Math.max(1, wordConfidences.length);
  const below = (level: number, value: number) => Math.max(0, level - value);
  return [
    1,
    below(0.96, weakest),
    below(0.9, weakest),
    below(0.7, weakest),
    below(0.96, mean),
    evidence.isWellFormed ? 0 : 1,
    evidence.isAmbiguous ? 1 : 0,
    evidence.isPen ? 1 : 0,
    below(0.95, evidence.pageConfidence),
    evidence.doubtOfValues,
    Math.log(Math.max(1, evidence.length) / 10),
  ];
}

/**
 * Probability that a field's value is exactly what stands on the paper: a logistic model of the evidence, fitted
 * on pages with known truth. How well it holds stands in docs/recognition.md.
 */
export function calibrateConfidence(evidence: FieldEvidence): number {
  const sum = featuresOf(evidence).reduce((total, value, index) => total + value * weights[index]!, 0);
  const right = 1 / (1 + Math.exp(-sum));
  const most = evidence.isAmbiguous ? MOST_AMBIGUOUS : MOST;
  return Math.round(Math.min(most, right) * 1000) / 1000;
}
