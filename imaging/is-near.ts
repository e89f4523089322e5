import type { Box } from './raster.ts';

/** Whether two boxes overlap or lie no further apart than `reach`. */
export const isNear = (a: Box, b: Box, reach: number): boolean =>
  a[0] < b[0] + b[2] + reach &&
  b[0] < a[0] + a[2] + reach &&
  a[1] < b[1] + b[3] + reach &&
  b[1] < a[1] + a[3] + reach;
