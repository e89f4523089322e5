import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { countPdfPages } from './count-pdf-pages.ts';
import {
  isTerminal,
  type JobStatus,
  type Printer,
  type PrinterDescription,
  type PrinterHealth,
  type PrintOrder,
} from './printer.ts';
import { faultOfReasons, parsePrinterReasons } from './printer-reasons.ts';
import { PrinterTray, type TrayEntry } from './printer-tray.ts';

/** Conditions the printer can be put into. `toner-low` only warns; `lost-job` and `aborted` befall one job. */
export const simulatedPrinterFaults = [
  'paper-out',
  'jam',
  'cover-open',
  'toner-out',
  'toner-low',
  'stopped',
  'unplugged',
  'lost-job',
  'aborted',
] as const;
export type SimulatedPrinterFault = (typeof simulatedPrinterFaults)[number];

export interface OrderedPrinterFault {
  readonly fault: SimulatedPrinterFault;
  /** From now on; otherwise it strikes while the next job prints. Either lasts until cleared. */
  readonly isSticky?: boolean;
  /** Sheets of the next job that come out before it strikes; default 0. */
  readonly afterSheets?: number;
}

export interface SimulatedPrinterSettings {
  /** Folder that printed PDFs fall into; created when absent. */
  readonly trayDirectory: string;
  /** Time one sheet takes; default 1500 ms. */
  readonly sheetDurationMs?: number;
  /** Sheets in the paper tray at first; default 250. */
  readonly paperSheets?: number;
  readonly now?: () => Date;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** For the panel. */
export interface SimulatedPrinterState {
  readonly paperSheets: number;
  readonly faults: readonly OrderedPrinterFault[];
  readonly jobs: readonly JobStatus[];
  readonly tray: readonly TrayEntry[];
}

interface Job {
  status: JobStatus;
  readonly order: PrintOrder;
  readonly pages: number;
}

const reasonOfFault: Partial<Record<SimulatedPrinterFault, string>> = {
  'paper-out': 'media-empty-error',
  jam: 'media-jam-error',
  'cover-open': 'cover-open-error',
  'toner-out': 'toner-empty-error',
  'toner-low': 'toner-low-warning',
  stopped: 'paused-error',
};

/** A printer whose sheets fall into a folder, one after the other. */
export class SimulatedPrinter implements Printer {
  readonly #tray: PrinterTray;
  readonly #sheetDurationMs: number;
  readonly #wait: (milliseconds: number) => Promise<unknown>;
  readonly #jobs = new Map<number, Job>();
  #nextId = 1;
  #paperSheets: number;
  #faults: OrderedPrinterFault[] = [];
  #working: Promise<void> | undefined;
  #isClosed = false;

  constructor(settings: SimulatedPrinterSettings) {
    this.#tray = new PrinterTray(settings.trayDirectory, settings.now ?? (() => new Date()));
    this.#sheetDurationMs = settings.sheetDurationMs ?? 1500;
    this.#paperSheets = settings.paperSheets ?? 250;
    this.#wait = settings.wait ?? ((milliseconds) => delay(milliseconds));
  }

  /** Orders a fault. With `paper-out` the tray is empty until it is refilled or the faults are cleared. */
  orderFault(order: OrderedPrinterFault): void {
    this.#faults = [...this.#faults.filter(({ fault: name }) => name !== order.fault), order];
    this.#resume();
  }

  /** Jam removed, doors closed, toner changed, plugged in, paper refilled: printing goes on. */
  clearFaults(): void {
    this.#faults = [];
    this.refill();
  }

  refill(sheets = 250): void {
    this.#paperSheets = Math.max(this.#paperSheets, sheets);
    this.#faults = this.#faults.filter(({ fault: name }) => name !== 'paper-out');
    this.#resume();
  }

  async state(): Promise<SimulatedPrinterState> {
    return {
      paperSheets: this.#paperSheets,
      faults: [...this.#faults],
      jobs: [...this.#jobs.values()].map(({ status }) => status),
      tray: await this.#tray.list(),
    };
  }

  async describe(): Promise<Result<PrinterDescription>> {
    if (this.#has('unplugged')) return unplugged();
    return ok({
      model: 'Simulated printer',
      isSimulated: true,
      canDuplex: true,
      formats: ['application/pdf'],
    });
  }

  async health(): Promise<Result<PrinterHealth>> {
    if (this.#has('unplugged')) return unplugged();
    const struck = this.#faults
      .filter(({ isSticky }) => isSticky)
      .map(({ fault: name }) => reasonOfFault[name] ?? 'none');
    const empty = this.#paperSheets === 0 ? ['media-empty-error'] : [];
    const reasons = parsePrinterReasons([...new Set([...struck, ...empty])]);
    const obstacle = faultOfReasons(reasons, this.#has('stopped'));
    const isWorking = [...this.#jobs.values()].some(({ status }) => status.state.startsWith('processing'));
    return ok({
      state: obstacle ? 'stopped' : isWorking ? 'processing' : 'idle',
      reasons,
      media: this.#paperSheets > 0 && !this.#has('paper-out') ? ['iso_a4_210x297mm'] : [],
      supplies: [
        { name: 'Black toner', percent: this.#has('toner-out') ? 0 : this.#has('toner-low') ? 4 : 80 },
      ],
      fault: obstacle,
    });
  }

  async print(order: PrintOrder): Promise<Result<number>> {
    if (this.#has('unplugged')) return unplugged();
    const pages = countPdfPages(order.pdf);
    if (pages === undefined) return err(fault('printer.refused', 'client-error-document-format-error'));
    const id = this.#nextId++;
    const status: JobStatus = { id, name: order.jobName, state: 'pending', reasons: [], sheetsCompleted: 0 };
    this.#jobs.set(id, { status, order, pages });
    this.#resume();
    return ok(id);
  }

  async job(jobId: number): Promise<Result<JobStatus>> {
    if (this.#has('unplugged')) return unplugged();
    const job = this.#jobs.get(jobId);
    return job ? ok(job.status) : err(fault('printer.job-lost'));
  }

  async cancel(jobId: number): Promise<Result<null>> {
    if (this.#has('unplugged')) return unplugged();
    const job = this.#jobs.get(jobId);
    if (!job) return err(fault('printer.job-lost'));
    if (!isTerminal(job.status.state)) {
      this.#update(job, { state: 'canceled', reasons: ['job-canceled-by-user'] });
      const perCopy = sheetsOf(job) / job.order.copies;
      await this.#tray.dropPart(job.order, (job.status.sheetsCompleted ?? 0) % perCopy, perCopy);
    }
    return ok(null);
  }

  async findJobs(jobName: string): Promise<Result<readonly JobStatus[]>> {
    if (this.#has('unplugged')) return unplugged();
    return ok([...this.#jobs.values()].map(({ status }) => status).filter(({ name }) => name === jobName));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#working;
  }

  /** Starts the mechanism unless it runs. It stops by itself at an obstacle or when no job is left. */
  #resume(): void {
    if (this.#isClosed) return;
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
      if (this.#nextJob() && !this.#obstacle()) this.#resume();
    });
  }

  async #work(): Promise<void> {
    for (let job = this.#nextJob(); job !== undefined && !this.#isClosed; job = this.#nextJob()) {
      this.#strike(job);
      if (isTerminal(job.status.state) || !this.#jobs.has(job.status.id)) continue;
      if (this.#obstacle() || this.#has('unplugged')) {
        this.#update(job, { state: 'processing-stopped', reasons: ['printer-stopped'] });
        return;
      }
      this.#update(job, { state: 'processing', reasons: ['job-printing'] });
      await this.#wait(this.#sheetDurationMs);
      if (isTerminal(job.status.state)) continue;
      await this.#dropSheet(job);
    }
  }

  async #dropSheet(job: Job): Promise<void> {
    const done = (job.status.sheetsCompleted ?? 0) + 1;
    this.#paperSheets--;
    this.#update(job, { sheetsCompleted: done });
    const perCopy = sheetsOf(job) / job.order.copies;
    if (done % perCopy === 0) await this.#tray.drop(job.order, done / perCopy, job.pages);
    if (done === sheetsOf(job) && !isTerminal(job.status.state)) {
      this.#update(job, { state: 'completed', reasons: ['job-completed-successfully'] });
    }
  }

  /** Faults ordered for the next job become real when its sheets have come so far. */
  #strike(job: Job): void {
    const sheets = job.status.sheetsCompleted ?? 0;
    for (const ordered of this.#faults) {
      if (ordered.isSticky !== true && sheets < (ordered.afterSheets ?? 0)) continue;
      if (ordered.fault === 'lost-job') this.#jobs.delete(job.status.id);
      if (ordered.fault === 'aborted')
        this.#update(job, { state: 'aborted', reasons: ['aborted-by-system'] });
      const befallsJob = ordered.fault === 'lost-job' || ordered.fault === 'aborted';
      if (befallsJob && ordered.isSticky === true) continue;
      this.#faults = this.#faults.filter((other) => other !== ordered);
      if (!befallsJob) this.#faults.push({ fault: ordered.fault, isSticky: true });
    }
  }

  #nextJob(): Job | undefined {
    return [...this.#jobs.values()].find(({ status }) => !isTerminal(status.state));
  }

  #obstacle(): Fault | null {
    const reasons = this.#faults
      .filter(({ isSticky }) => isSticky)
      .map(({ fault: name }) => reasonOfFault[name] ?? 'none');
    return faultOfReasons(
      parsePrinterReasons([...reasons, this.#paperSheets > 0 ? 'none' : 'media-empty-error']),
      false,
    );
  }

  #has(name: SimulatedPrinterFault): boolean {
    return this.#faults.some(({ fault: ordered, isSticky }) => ordered === name && isSticky === true);
  }

  #update(job: Job, change: Partial<JobStatus>): void {
    job.status = { ...job.status, ...change };
  }
}

const unplugged = () => err(fault('printer.unplugged'));

const sheetsOf = ({ pages, order }: Job): number =>
  (order.sides === 'one-sided' ? pages : Math.ceil(pages / 2)) * order.copies;
