import type { Fault } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';

export type ScanSource = 'glass' | 'feeder';

/** Decree 30/2020 asks for 200 dpi; recognition and faces on ID cards need 300. */
export const LEAST_RESOLUTION_DPI = 300;

/** One side of a sheet: 8 bits a channel, three channels, as the device delivered it. */
export interface ScannedPage {
  readonly bytes: Uint8Array;
  readonly format: 'pnm' | 'png' | 'jpeg';
  readonly resolutionDpi: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface ScanOrder {
  readonly source: ScanSource;
  /** At least `LEAST_RESOLUTION_DPI`; anything less is a RangeError. */
  readonly resolutionDpi: number;
  /** Both sides of each sheet; the feeder only. */
  readonly duplex?: boolean;
  /** Aborting ends the scan with `scanner.cancelled`. */
  readonly signal?: AbortSignal;
}

export interface ScannerDescription {
  readonly model: string;
  readonly isSimulated: boolean;
  readonly sources: readonly ScanSource[];
  readonly canDuplex: boolean;
  readonly maxResolutionDpi: number;
}

export type ScannerHealth =
  | { readonly state: 'ready' | 'scanning' }
  | { readonly state: 'faulty'; readonly fault: Fault };

/** A scanner, whatever its make. One scan at a time; a second one is told `scanner.busy`. */
export interface Scanner {
  describe(): Promise<Result<ScannerDescription>>;
  /** Whether a scan could begin now; does not move paper. */
  health(): Promise<ScannerHealth>;
  /**
   * Pages as they arrive: one from the glass, all sheets from the feeder. A failure is the last thing yielded;
   * pages before it are good. Leaving the loop early stops the device. An empty feeder is `scanner.no-paper`
   * only when no sheet was read before it.
   */
  scan(order: ScanOrder): AsyncIterable<Result<ScannedPage>>;
  close(): Promise<void>;
}

/** Throws on an order that no scanner may be given. */
export function assertScanOrder(order: ScanOrder): void {
  if (order.resolutionDpi < LEAST_RESOLUTION_DPI) {
    throw new RangeError(`Pages are scanned at ${LEAST_RESOLUTION_DPI} dpi or more.`);
  }
  if (order.duplex === true && order.source === 'glass') {
    throw new RangeError('The glass has one side.');
  }
}
