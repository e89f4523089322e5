import type { Fault } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';

/** Job states of IPP (RFC 8011 §5.3.7). */
export const jobStates = [
  'pending',
  'pending-held',
  'processing',
  'processing-stopped',
  'canceled',
  'aborted',
  'completed',
] as const;
export type JobState = (typeof jobStates)[number];

/** From these a job does not come back. */
export const isTerminal = (state: JobState): boolean =>
  state === 'canceled' || state === 'aborted' || state === 'completed';

export interface JobStatus {
  readonly id: number;
  readonly name: string;
  readonly state: JobState;
  /** IPP keywords, e.g. `job-completed-successfully`, `printer-stopped`. */
  readonly reasons: readonly string[];
  /** Sheets in the tray; null when the printer does not count. */
  readonly sheetsCompleted: number | null;
}

export interface PrintOrder {
  readonly pdf: Uint8Array;
  /** Unique for each copy and free of personal data: after a lost answer the job is found again by it. */
  readonly jobName: string;
  readonly copies: number;
  readonly sides: 'one-sided' | 'two-sided-long-edge';
}

export interface PrinterDescription {
  readonly model: string;
  readonly isSimulated: boolean;
  readonly canDuplex: boolean;
  /** MIME types it accepts. */
  readonly formats: readonly string[];
}

/** A printer-state-reason without its suffix (RFC 8011 §5.4.12). */
export interface PrinterReason {
  readonly keyword: string;
  readonly severity: 'report' | 'warning' | 'error';
}

export interface PrinterSupply {
  readonly name: string;
  /** Null when the printer does not know. */
  readonly percent: number | null;
}

export interface PrinterHealth {
  readonly state: 'idle' | 'processing' | 'stopped';
  readonly reasons: readonly PrinterReason[];
  /** Media ready in the trays, e.g. `iso_a4_210x297mm`. */
  readonly media: readonly string[];
  readonly supplies: readonly PrinterSupply[];
  /** What keeps it from printing now; null when nothing does. */
  readonly fault: Fault | null;
}

/** A printer in the terms of IPP, whatever its make. No answer at all is `printer.unplugged`. */
export interface Printer {
  describe(): Promise<Result<PrinterDescription>>;
  health(): Promise<Result<PrinterHealth>>;
  /**
   * Hands a job over and returns its id: accepted, not printed. After `printer.unplugged` the job may exist
   * all the same: look with `findJobs` before printing again.
   */
  print(order: PrintOrder): Promise<Result<number>>;
  /** `printer.job-lost` when the printer does not know the id. */
  job(jobId: number): Promise<Result<JobStatus>>;
  /** Succeeds also for a job that has ended: nothing more of it will print. */
  cancel(jobId: number): Promise<Result<null>>;
  /** Jobs of this name that the printer remembers, ended ones included. */
  findJobs(jobName: string): Promise<Result<readonly JobStatus[]>>;
  close(): Promise<void>;
}
