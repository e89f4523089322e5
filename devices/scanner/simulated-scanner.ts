import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorCode, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { inspectDelivery } from './inspect-delivery.ts';
import { scanPaper } from './scan-paper.ts';
import {
  assertScanOrder,
  type ScannedPage,
  type Scanner,
  type ScannerDescription,
  type ScannerHealth,
  type ScanOrder,
  type ScanSource,
} from './scanner.ts';

/** Faults that can be ordered. `slow` delays, `garbage` delivers half a page; the others are reported as they are. */
export const simulatedScannerFaults = [
  'no-paper',
  'jam',
  'double-feed',
  'cover-open',
  'busy',
  'unplugged',
  'slow',
  'garbage',
] as const;
export type SimulatedScannerFault = (typeof simulatedScannerFaults)[number];

export interface OrderedScannerFault {
  readonly fault: SimulatedScannerFault;
  /** Until cleared, instead of once. */
  readonly isSticky?: boolean;
  /** Good sheets before it strikes, within one scan; default 0. */
  readonly afterPages?: number;
}

export interface SimulatedScannerSettings {
  /** Time one side takes; default 2500 ms. */
  readonly pageDurationMs?: number;
  /** What `slow` adds to each side; default 20 s. */
  readonly slownessMs?: number;
  /** As with a real device: longest silence before `scanner.timeout`; default 60 s. */
  readonly deadlineMs?: number;
  /** Waits; rejects when the signal is aborted. */
  readonly wait?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

/** What lies where and which faults wait, for the panel. */
export interface SimulatedScannerState {
  readonly glass: string | null;
  readonly feeder: readonly string[];
  readonly faults: readonly OrderedScannerFault[];
  readonly isScanning: boolean;
}

/** A scanner whose papers are image files. What it delivers is inspected like the delivery of a real device. */
export class SimulatedScanner implements Scanner {
  readonly #settings: Required<SimulatedScannerSettings>;
  readonly #closing = new AbortController();
  #glass: string | null = null;
  #feeder: string[] = [];
  #faults: OrderedScannerFault[] = [];
  #isScanning = false;

  constructor(settings: SimulatedScannerSettings = {}) {
    this.#settings = {
      pageDurationMs: 2500,
      slownessMs: 20_000,
      deadlineMs: 60_000,
      wait: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
      ...settings,
    };
  }

  /** Lays papers down: on the glass the last of `files` (none clears it), into the feeder all of them in order. */
  place(files: readonly string[], source: ScanSource = 'glass'): void {
    if (source === 'glass') this.#glass = files.at(-1) ?? null;
    else this.#feeder = [...files];
  }

  orderFault(order: OrderedScannerFault): void {
    this.#faults = [...this.#faults.filter(({ fault: name }) => name !== order.fault), order];
  }

  /** Jam cleared, cover closed, plugged in. */
  clearFaults(): void {
    this.#faults = [];
  }

  state(): SimulatedScannerState {
    return {
      glass: this.#glass,
      feeder: [...this.#feeder],
      faults: [...this.#faults],
      isScanning: this.#isScanning,
    };
  }

  async describe(): Promise<Result<ScannerDescription>> {
    if (this.#isOrdered('unplugged')) return err(fault('scanner.unplugged'));
    return ok({
      model: 'Simulated scanner',
      isSimulated: true,
      sources: ['glass', 'feeder'],
      canDuplex: false,
      maxResolutionDpi: 600,
    });
  }

  async health(): Promise<ScannerHealth> {
    if (this.#isScanning) return { state: 'scanning' };
    // What a device knows at rest; paper and jams show when it scans.
    for (const name of ['unplugged', 'cover-open', 'busy'] as const) {
      if (this.#isOrdered(name)) return { state: 'faulty', fault: fault(`scanner.${name}`) };
    }
    return { state: 'ready' };
  }

  async *scan(order: ScanOrder): AsyncIterable<Result<ScannedPage>> {
    assertScanOrder(order);
    if (this.#isScanning) {
      yield err(fault('scanner.busy', 'a scan is running'));
      return;
    }
    this.#isScanning = true;
    const signal = AbortSignal.any([this.#closing.signal, ...(order.signal ? [order.signal] : [])]);
    try {
      for (let pages = 0; ; pages++) {
        const page = await this.#scanSide(order, pages, signal);
        if (page === undefined) return;
        yield page;
        if (!page.ok || order.source === 'glass') return;
      }
    } finally {
      this.#isScanning = false;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }

  /** One side, a fault, or nothing when the feeder has run empty after good sheets. */
  async #scanSide(
    order: ScanOrder,
    pages: number,
    signal: AbortSignal,
  ): Promise<Result<ScannedPage> | undefined> {
    const struck = this.#strike(order.source, pages);
    const path = order.source === 'glass' ? this.#glass : (this.#feeder[0] ?? null);
    const { pageDurationMs, slownessMs, deadlineMs, wait } = this.#settings;
    const duration = pageDurationMs + (struck === 'slow' ? slownessMs : 0);
    const isInstant = struck === 'busy' || struck === 'unplugged' || struck === 'cover-open' || path === null;
    try {
      if (signal.aborted) return err(fault('scanner.cancelled'));
      if (!isInstant && duration > 0) await wait(Math.min(duration, deadlineMs), signal);
    } catch {
      return err(fault('scanner.cancelled'));
    }
    if (!isInstant && duration > deadlineMs) return err(fault('scanner.timeout'));
    if (struck !== undefined && struck !== 'slow' && struck !== 'garbage') {
      return err(fault(`scanner.${struck}` satisfies ErrorCode));
    }
    if (path === null) return pages > 0 ? undefined : err(fault('scanner.no-paper'));
    const bytes = await readFile(path).catch(() => new Uint8Array());
    if (order.source === 'feeder') this.#feeder = this.#feeder.slice(1);
    const delivered = await scanPaper(bytes, order.resolutionDpi);
    return inspectDelivery(
      struck === 'garbage' ? delivered.subarray(0, delivered.length >> 1) : delivered,
      order.resolutionDpi,
    );
  }

  #isOrdered(name: SimulatedScannerFault): boolean {
    return this.#faults.some(({ fault: ordered }) => ordered === name);
  }

  /** The fault that strikes now, used up unless it is sticky. A double feed needs a feeder with two sheets. */
  #strike(source: ScanSource, pages: number): SimulatedScannerFault | undefined {
    const isFeederOnly = (name: SimulatedScannerFault): boolean => name === 'double-feed' || name === 'jam';
    const striking = this.#faults.find(
      ({ fault: name, afterPages = 0 }) =>
        pages >= afterPages && (source === 'feeder' || !isFeederOnly(name)),
    );
    if (striking !== undefined && striking.isSticky !== true) {
      this.#faults = this.#faults.filter((ordered) => ordered !== striking);
    }
    return striking?.fault;
  }
}
