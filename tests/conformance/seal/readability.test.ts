import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readQrCodes } from '../../../imaging/index.ts';
import { damageCorner, photographPrint } from '../../fixtures/photograph-print.ts';
import { hardships } from '../../fixtures/seal-hardships.ts';
import { makeSealedPrint, type SealedPrint } from '../../fixtures/sealed-print.ts';
import { requireProgram } from '../../programs.ts';

const photographs = 2;

describe.runIf(requireProgram('pdftoppm'))('the QR code of the longest seal, 25 mm wide', () => {
  let print: SealedPrint;
  beforeAll(async () => {
    print = await makeSealedPrint();
  });
  afterAll(() => print?.close());

  it('is as large as promised', () => {
    expect(print.sideMm).toBeCloseTo(25, 0);
  });

  it.each([100, 150, 200, 300])('is read from a page at %i dpi', async (resolutionDpi) => {
    const { codes } = await print.scan(resolutionDpi);
    expect(codes.map(({ text }) => text)).toEqual([print.url]);
  });

  it.each(hardships)('is read from $name', async ({ photo, damaged }) => {
    const symbol =
      damaged === undefined ? print.symbol : damageCorner(print.symbol, damaged, print.marginPx, 240);
    for (let seed = 1; seed <= photographs; seed++) {
      const codes = await readQrCodes(await photographPrint(symbol, { ...photo, seed }));
      expect(codes[0]?.text, `photograph ${seed}`).toBe(print.url);
    }
  });
});
