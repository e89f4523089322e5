import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { inspectDelivery } from './inspect-delivery.ts';
import {
  chooseResolution,
  composeSaneArguments,
  parseSaneOptions,
  readMaxResolution,
  readSources,
  type SaneOptions,
} from './sane-options.ts';
import { runScanimage, type SaneOutcome } from './sane-process.ts';
import { faultOfExit } from './sane-status.ts';
import { createScanFolder, removeStaleScanFolders, scanFolderRoot } from './scan-folder.ts';
import {
  assertScanOrder,
  LEAST_RESOLUTION_DPI,
  type ScannedPage,
  type Scanner,
  type ScannerDescription,
  type ScannerHealth,
  type ScanOrder,
} from './scanner.ts';

export interface SaneScannerSettings {
  /** As `scanimage -L` lists it, e.g. `fujitsu:fi-7160:1234` or `net:192.0.2.7:epjitsu:libusb:001:004`. */
  readonly device: string;
  /** Arguments this device needs beyond those found by asking it. */
  readonly extraArguments?: readonly string[];
  /** Longest silence of the device during a scan; default 60 s. */
  readonly deadlineMs?: number;
  /** Folder of the SANE configuration instead of the system's. */
  readonly configurationDirectory?: string;
  readonly program?: string;
}

/** PNM: packing a page as PNG takes scanimage two seconds of processor time. */
const PAGE = 'page.pnm';

/** Longest time a device may take to say what it is. */
const QUESTION_DEADLINE_MS = 15_000;

/** A scanner behind SANE, on this machine or on another one through `saned`. */
export class SaneScanner implements Scanner {
  readonly #settings: SaneScannerSettings;
  readonly #closing = new AbortController();
  #options: SaneOptions | undefined;
  #running: Promise<unknown> | undefined;

  constructor(settings: SaneScannerSettings) {
    this.#settings = settings;
  }

  async describe(): Promise<Result<ScannerDescription>> {
    const options = await this.#readOptions();
    if (!options.ok) return options;
    return ok({
      model: this.#settings.device,
      isSimulated: false,
      ...readSources(options.value),
      maxResolutionDpi: readMaxResolution(options.value),
    });
  }

  async health(): Promise<ScannerHealth> {
    // Asking a device that scans would find it busy with ourselves.
    if (this.#running !== undefined) return { state: 'scanning' };
    const outcome = await this.#ask(['-n']);
    const failed = faultOfOutcome(outcome);
    return failed === undefined ? { state: 'ready' } : { state: 'faulty', fault: failed };
  }

  async *scan(order: ScanOrder): AsyncIterable<Result<ScannedPage>> {
    assertScanOrder(order);
    if (this.#running !== undefined) {
      yield err(fault('scanner.busy', 'a scan is running'));
      return;
    }
    const done = Promise.withResolvers<void>();
    this.#running = done.promise;
    try {
      yield* this.#scan(order);
    } finally {
      this.#running = undefined;
      done.resolve();
    }
  }

  /** Stops a running scan and waits until its process is gone. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async *#scan(order: ScanOrder): AsyncIterable<Result<ScannedPage>> {
    const options = await this.#readOptions();
    if (!options.ok) {
      yield options;
      return;
    }
    const resolutionDpi = chooseResolution(options.value, order.resolutionDpi);
    if (resolutionDpi < LEAST_RESOLUTION_DPI) {
      yield err(fault('scanner.garbage', `the device reaches ${resolutionDpi} dpi only`));
      return;
    }
    const root = await scanFolderRoot();
    await removeStaleScanFolders(root);
    const folder = await createScanFolder(root);
    const leaving = new AbortController();
    const finished = new PageQueue();
    const target =
      order.source === 'feeder'
        ? [`--batch=${join(folder, 'page-%05d.pnm')}`, '--batch-print']
        : [`--output-file=${join(folder, PAGE)}`];
    const process = this.#run(
      [...composeSaneArguments(options.value, order), '--format=pnm', ...target],
      this.#settings.deadlineMs ?? 60_000,
      AbortSignal.any([leaving.signal, this.#closing.signal, ...(order.signal ? [order.signal] : [])]),
      (line) => {
        if (order.source === 'feeder' && line.endsWith('.pnm')) finished.add(line);
      },
    ).then((outcome) => {
      if (order.source === 'glass' && outcome.end === 'exit' && outcome.code === 0)
        finished.add(join(folder, PAGE));
      finished.end();
      return outcome;
    });
    try {
      let pages = 0;
      for await (const path of finished) {
        const bytes = await readFile(path).catch(() => new Uint8Array());
        await rm(path, { force: true });
        const page = await inspectDelivery(bytes, resolutionDpi);
        yield page;
        if (!page.ok) return;
        pages++;
      }
      const failed = faultOfOutcome(await process);
      if (failed !== undefined) yield err(failed);
      else if (pages === 0) yield err(fault('scanner.no-paper'));
    } finally {
      leaving.abort();
      await process;
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #readOptions(): Promise<Result<SaneOptions>> {
    if (this.#options !== undefined) return ok(this.#options);
    const outcome = await this.#ask(['-A']);
    const failed = faultOfOutcome(outcome);
    if (failed !== undefined) return err(failed);
    this.#options = parseSaneOptions(outcome.end === 'exit' ? outcome.stdout : '');
    return ok(this.#options);
  }

  #ask(question: readonly string[]): Promise<SaneOutcome> {
    return this.#run(question, QUESTION_DEADLINE_MS, this.#closing.signal);
  }

  #run(
    task: readonly string[],
    deadlineMs: number,
    signal: AbortSignal,
    onLine?: (line: string) => void,
  ): Promise<SaneOutcome> {
    const { device, extraArguments = [], configurationDirectory, program = 'scanimage' } = this.#settings;
    return runScanimage({
      program,
      arguments: ['-d', device, ...extraArguments, ...task],
      environment: {
        // Messages are matched in English.
        LC_ALL: 'C',
        ...(configurationDirectory === undefined ? {} : { SANE_CONFIG_DIR: configurationDirectory }),
      },
      deadlineMs,
      signal,
      ...(onLine ? { onLine } : {}),
    });
  }
}

function faultOfOutcome(outcome: SaneOutcome): Fault | undefined {
  switch (outcome.end) {
    case 'exit':
      return faultOfExit(outcome.code, outcome.stderr);
    case 'timeout':
      return fault('scanner.timeout');
    case 'cancelled':
      return fault('scanner.cancelled');
    case 'missing':
      return fault('scanner.unplugged', 'scanimage is not installed');
  }
}

/** Paths of finished pages, from the process that reports them to the loop that reads them. */
class PageQueue implements AsyncIterable<string> {
  readonly #paths: string[] = [];
  #isEnded = false;
  #wake: () => void = () => undefined;

  add(path: string): void {
    this.#paths.push(path);
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<string> {
    for (;;) {
      const path = this.#paths.shift();
      if (path !== undefined) yield path;
      else if (this.#isEnded) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
