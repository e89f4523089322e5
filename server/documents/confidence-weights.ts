/** Made by tests/benchmarks/calibration.ts; do not edit by hand. */
export const weights: readonly number[] = [4.5, -6, -4, 0, -4, -1, -2, -1.2, -4, -2.5, -0.2];
