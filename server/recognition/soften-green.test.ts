import type { Box } from '@saoy/imaging';
import { expect, it } from 'vitest';
import { toGrey } from './grey-image.ts';
import { softenGreen } from './soften-green.ts';
import { softenGrey } from './warp-grey.ts';

it.each([16, 17, 18, 19])(
  'averages a page %i pixels wide as its grey picture would be, seals dropped',
  (width) => {
    const height = 12;
    const data = Uint8Array.from(
      { length: width * height * 3 },
      (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 24,
    );
    const page = { width, height, channels: 3 as const, data, resolutionDpi: 25 };
    const seals: Box[] = [[4, 3, 5, 4]];
    const wanted = toGrey(page, seals);
    softenGrey(wanted);
    expect(softenGreen(page, seals)).toEqual(wanted);
  },
);
