/**
 * Made by tests/benchmarks/calibration.ts from 1018 fields of 180 drawn pages (documents-dev, tune-1, tune-2, tune-3, tune-4).
 * The order is that of featuresOf.
 */
export const weights: readonly number[] = [
  4.866, -8.254, -1.944, 11.038, -3.236, -5.329, 0, -0.889, -1.822, -3.968, -0.307,
];
