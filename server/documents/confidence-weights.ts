/**
 * Made by tests/benchmarks/calibration.ts from 613 fields of 108 drawn pages (documents-dev, tune-1, tune-2).
 * The order is that of featuresOf.
 */
export const weights: readonly number[] = [
  4.995, -6.755, -2.06, 7.103, -1.447, -4.963, -6.16, -1.134, -4.531, -5.39, -0.256,
];
