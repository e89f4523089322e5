import type { Fault } from '@saoy/contracts/errors';
import { fault } from '@saoy/contracts/errors';
import type { ScannedPage, Scanner } from '@saoy/devices/scanner';
import type { CaptureStore } from '../captures/capture-store.ts';
import type { FaultyDevice, VisitInput } from '../visit/visit-input.ts';
import type { PageProcessor } from './page-processor.ts';

/** Enough for reading, and what the copy is printed at. */
const resolutionDpi = 300;

export interface ScanSheetsOptions {
  readonly scanner: Scanner;
  readonly processor: PageProcessor;
  readonly captures: CaptureStore;
  readonly freeBytes: () => Promise<number>;
  readonly leastFreeBytes: number;
  readonly newId: () => string;
}

export interface ScanOrder {
  readonly scanId: string;
  readonly originalId: string;
  readonly pageId: string;
  readonly source: 'glass' | 'feeder';
  readonly maxSheets: number;
  readonly signal: AbortSignal;
}

/**
 * Scans sheet after sheet; each is judged and kept while the next one is scanned. Without room on the disk nothing is
 * scanned at all, so that no original is half captured.
 */
export async function scanSheets(
  { scanner, processor, captures, freeBytes, leastFreeBytes, newId }: ScanSheetsOptions,
  order: ScanOrder,
  tell: (input: VisitInput) => void,
): Promise<void> {
  const { scanId, signal } = order;
  const finish = (failure: { device: FaultyDevice; fault: Fault } | null) =>
    tell({ type: 'scan-finished', scanId, failure });
  if ((await freeBytes()) < leastFreeBytes) {
    return finish({ device: 'disk', fault: fault('kiosk.disk-full') });
  }
  const keep = async (pageId: string, sheet: ScannedPage): Promise<void> => {
    const prepared = await processor.preparePage(pageId, sheet.bytes, sheet.resolutionDpi);
    if (signal.aborted) return;
    if (!prepared.ok) {
      return tell({ type: 'page-failed', pageId, device: 'scanner', fault: prepared.error });
    }
    const { jpeg, ...page } = prepared.value;
    try {
      await captures.save(order.originalId, page.sha256, jpeg);
    } catch {
      return tell({ type: 'page-failed', pageId, device: 'disk', fault: fault('kiosk.disk-full') });
    }
    // The visit ended while the page was written: it must not stay.
    if (signal.aborted) return captures.wipe(order.originalId);
    tell({ type: 'page-checked', pageId, ...page });
  };
  const kept: Promise<void>[] = [];
  let failure: { device: FaultyDevice; fault: Fault } | null = null;
  try {
    for await (const sheet of scanner.scan({
      source: order.source,
      resolutionDpi,
      signal,
    })) {
      if (signal.aborted) break;
      if (!sheet.ok) {
        failure = { device: 'scanner', fault: sheet.error };
        break;
      }
      const pageId = kept.length === 0 ? order.pageId : newId();
      tell({ type: 'sheet-started', scanId, pageId });
      tell({ type: 'sheet-scanned', pageId });
      kept.push(keep(pageId, sheet.value));
      if (kept.length >= order.maxSheets) break;
    }
  } catch (error) {
    failure = { device: 'scanner', fault: fault('scanner.garbage', (error as Error).name) };
  }
  finish(signal.aborted ? null : failure);
  await Promise.all(kept);
}
