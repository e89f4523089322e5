import type { ErrorCode } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScannedPage, Scanner, ScanOrder } from './scanner.ts';

/** A scanner set up for the contract: papers lie ready, and faults can be had. */
export interface ScannerBench {
  /** With a paper on the glass, at rest. */
  readonly scanner: Scanner;
  /** Pixels of the paper on the glass at 300 dpi. */
  readonly glassSize: readonly [widthPx: number, heightPx: number];
  /** Fills the feeder with so many sheets, where there is one. */
  readonly fillFeeder?: (sheets: number) => void | Promise<void>;
  /** How many sheets `fillFeeder` can lay in; default any number. */
  readonly feederSheets?: number;
  /** Scanners that fail in a given way when they scan from the glass. */
  readonly failing: Partial<Record<ErrorCode, () => Scanner>>;
  /** A scanner that takes long enough to be interrupted. */
  readonly slow: () => Scanner;
  readonly dispose: () => Promise<void>;
}

const order: ScanOrder = { source: 'glass', resolutionDpi: 300 };

export async function collectPages(
  pages: AsyncIterable<Result<ScannedPage>>,
): Promise<Result<ScannedPage>[]> {
  const collected: Result<ScannedPage>[] = [];
  for await (const page of pages) collected.push(page);
  return collected;
}

const outcomes = (pages: readonly Result<ScannedPage>[]): string[] =>
  pages.map((page) => (page.ok ? 'page' : page.error.code));

/** Registers what every scanner must do, real or simulated. */
export function describeScannerContract(
  name: string,
  setUp: () => Promise<ScannerBench>,
  { feeder = false, faults = [] }: { feeder?: boolean; faults?: readonly ErrorCode[] } = {},
): void {
  describe(`${name} keeps the contract of a scanner`, () => {
    let bench: ScannerBench;
    beforeAll(async () => {
      bench = await setUp();
    });
    afterAll(() => bench?.dispose());

    it('describes its sources', async () => {
      const description = await bench.scanner.describe();
      expect(description).toMatchObject({ ok: true });
      if (description.ok) expect(description.value.sources).toContain(feeder ? 'feeder' : 'glass');
    });

    it('is ready at rest', async () => {
      expect(await bench.scanner.health()).toEqual({ state: 'ready' });
    });

    it('delivers one page of 8-bit colour with a known resolution from the glass', async () => {
      const [page, ...rest] = await collectPages(bench.scanner.scan(order));
      expect(rest).toEqual([]);
      expect(page).toMatchObject({ ok: true, value: { resolutionDpi: 300 } });
      if (!page?.ok) return;
      expect([page.value.widthPx, page.value.heightPx]).toEqual(bench.glassSize);
      if (page.value.format === 'pnm') return;
      const { width, channels, depth } = await sharp(page.value.bytes).metadata();
      expect({ width, channels, depth }).toEqual({ width: bench.glassSize[0], channels: 3, depth: 'uchar' });
    });

    it('refuses to scan coarser than 300 dpi, or both sides on the glass', async () => {
      await expect(collectPages(bench.scanner.scan({ ...order, resolutionDpi: 200 }))).rejects.toThrow(
        RangeError,
      );
      await expect(collectPages(bench.scanner.scan({ ...order, duplex: true }))).rejects.toThrow(RangeError);
    });

    it('says busy to a second scan and finishes the first', async () => {
      const first = collectPages(bench.scanner.scan(order));
      expect(outcomes(await collectPages(bench.scanner.scan(order)))).toEqual(['scanner.busy']);
      expect(outcomes(await first)).toEqual(['page']);
    });

    it('ends with cancelled when the order is aborted, before or meanwhile', async () => {
      const scanner = bench.slow();
      const before = scanner.scan({ ...order, signal: AbortSignal.abort() });
      expect(outcomes(await collectPages(before))).toEqual(['scanner.cancelled']);
      const meanwhile = scanner.scan({ ...order, signal: AbortSignal.timeout(150) });
      expect(outcomes(await collectPages(meanwhile))).toEqual(['scanner.cancelled']);
      await scanner.close();
    });

    it('ends a running scan when it is closed', async () => {
      const scanner = bench.slow();
      const running = collectPages(scanner.scan(order));
      await new Promise((resolve) => setTimeout(resolve, 100));
      await scanner.close();
      expect(outcomes(await running)).toEqual(['scanner.cancelled']);
    });

    it.each(faults)('reports %s as the last thing, and nothing else', async (code) => {
      const scanner = bench.failing[code]?.();
      expect(scanner).toBeDefined();
      expect(outcomes(await collectPages(scanner!.scan(order)))).toEqual([code]);
      await scanner!.close();
    });

    // Not a skip: this device has no feeder to test.
    if (!feeder) return;
    describe('with a feeder', () => {
      const feed: ScanOrder = { source: 'feeder', resolutionDpi: 300 };

      it('delivers every sheet and then ends', async () => {
        const sheets = bench.feederSheets ?? 3;
        await bench.fillFeeder?.(sheets);
        expect(outcomes(await collectPages(bench.scanner.scan(feed)))).toEqual(Array(sheets).fill('page'));
      });

      it('stops when the caller leaves the loop, and can be used again', async () => {
        await bench.fillFeeder?.(bench.feederSheets ?? 3);
        for await (const page of bench.scanner.scan(feed)) {
          expect(page.ok).toBe(true);
          break;
        }
        expect(await bench.scanner.health()).toEqual({ state: 'ready' });
      });
    });
  });
}
