import { randomBytes } from 'node:crypto';
import { agentApi } from '@saoy/contracts/agent-api';
import { type ErrorCode, type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { Logger } from 'pino';
import type { JobState, PagePrinter } from '../hardware/hardware.ts';
import type { Journal } from '../journal/journal.ts';
import { countPrintedCopies } from '../journal/journal-entry.ts';
import { callUntilAnswered, type Patience } from '../uplink/call-until-answered.ts';
import type { CentralService } from '../uplink/central-service.ts';
import type { PrintProgress, VisitInput } from '../visit/visit-input.ts';
import { countPdfPages } from './count-pdf-pages.ts';

export interface PrintDeskOptions {
  readonly printer: PagePrinter;
  readonly service: CentralService;
  readonly journal: Journal;
  readonly patience: Patience;
  readonly logger: Logger;
}

type Tell = (input: VisitInput) => void;

interface Assignment {
  readonly requestId: string;
  readonly copies: number;
  readonly tell: Tell;
  readonly stop: AbortController;
  /** Held in memory only; fetched again after a crash. */
  pdf: Uint8Array | null;
  jobId: number | null;
  running: Promise<void>;
}

export const isTerminal = (state: JobState): boolean =>
  state === 'completed' || state === 'aborted' || state === 'canceled';

/**
 * Prints one request at a time, one job for each copy, so that sheets can be counted. A copy counts as printed only when
 * the printer says `completed`; nothing is ever printed again unless the person before the kiosk asks for it.
 */
export class PrintDesk {
  readonly #options: PrintDeskOptions;
  #assignment: Assignment | null = null;
  #cancelling: Promise<void> = Promise.resolve();

  constructor(options: PrintDeskOptions) {
    this.#options = options;
  }

  print(requestId: string, copies: number, tell: Tell): void {
    const stop = new AbortController();
    const assignment: Assignment = {
      requestId,
      copies,
      tell,
      stop,
      pdf: null,
      jobId: null,
      running: Promise.resolve(),
    };
    this.#assignment = assignment;
    assignment.running = this.#work(assignment);
  }

  /** After a fault, because the person asked for it. A job that still stands at the printer is left to finish. */
  retry(requestId: string): void {
    const assignment = this.#assignment;
    if (assignment?.requestId !== requestId) return;
    assignment.running = assignment.running.then(() => this.#work(assignment));
  }

  /** Takes the job back; resolves when the printer has been told and nothing of it can come any more. */
  cancel(): Promise<void> {
    const assignment = this.#assignment;
    this.#assignment = null;
    if (assignment !== null) {
      assignment.stop.abort();
      this.#cancelling = this.#cancelling.then(() => this.#cancel(assignment));
    }
    return this.#cancelling;
  }

  async #cancel(assignment: Assignment): Promise<void> {
    if (assignment.jobId !== null) await this.#cancelJob(assignment.jobId);
    const asked = assignment.jobId;
    await assignment.running;
    // It may have been handed over in the instant of the cancelling.
    if (assignment.jobId !== null && assignment.jobId !== asked) await this.#cancelJob(assignment.jobId);
    assignment.tell({ type: 'print-given-up', requestId: assignment.requestId });
  }

  async #work(assignment: Assignment): Promise<void> {
    const { journal } = this.#options;
    const { requestId, copies, tell, stop } = assignment;
    try {
      const pdf = await this.#fetch(assignment);
      if (stop.signal.aborted) return;
      if (!pdf.ok) return tell({ type: 'print-fault', requestId, fault: pdf.error });
      const sheetsPerCopy = countPdfPages(pdf.value);
      for (;;) {
        const record = journal.record(requestId);
        const done = record === undefined ? 0 : countPrintedCopies(record);
        if (done >= copies) break;
        const printed = await this.#printCopy(assignment, pdf.value, done + 1, sheetsPerCopy);
        if (stop.signal.aborted) return;
        if (!printed.ok) return tell({ type: 'print-fault', requestId, fault: printed.error });
      }
      assignment.pdf = null;
      if (this.#assignment === assignment) this.#assignment = null;
      tell({ type: 'print-completed', requestId });
    } catch (error) {
      this.#options.logger.error({ requestId, err: error }, 'printing failed');
      tell({ type: 'print-fault', requestId, fault: fault('printer.stopped') });
    }
  }

  async #fetch(assignment: Assignment): Promise<Result<Uint8Array, Fault>> {
    if (assignment.pdf !== null) return ok(assignment.pdf);
    const { service, patience } = this.#options;
    const fetched = await callUntilAnswered(
      service,
      agentApi.getPrint,
      { params: { requestId: assignment.requestId } },
      { signal: assignment.stop.signal, patience, timeoutMs: 60_000 },
    );
    if (fetched.ok) assignment.pdf = fetched.value;
    return fetched;
  }

  async #printCopy(
    assignment: Assignment,
    pdf: Uint8Array,
    copy: number,
    sheetsPerCopy: number,
  ): Promise<Result<null, Fault>> {
    const { printer, journal } = this.#options;
    const { requestId, stop } = assignment;
    const standing = await this.#standingJob(assignment);
    let jobName = standing?.jobName;
    let jobId = standing?.jobId;
    if (jobName === undefined || jobId === undefined) {
      jobName = `saoy-${randomBytes(8).toString('hex')}`;
      journal.append(requestId, { type: 'print-intended', jobName, copy });
      const submitted = await printer.submit({ name: jobName, pdf });
      if (!submitted.ok) return submitted;
      jobId = submitted.value;
      assignment.jobId = jobId;
      journal.append(requestId, { type: 'print-submitted', jobName, jobId });
    }
    if (stop.signal.aborted) return ok(null);
    const ended = await this.#follow(assignment, jobId, copy, sheetsPerCopy);
    if (!ended.ok) return ended;
    journal.append(requestId, { type: 'copy-printed', jobName, copy });
    assignment.jobId = null;
    return ok(null);
  }

  /** A job that paused for a fault and is still there must be followed on, not printed beside. */
  async #standingJob(assignment: Assignment): Promise<{ jobName: string; jobId: number } | undefined> {
    const { journal, printer } = this.#options;
    const last = journal.record(assignment.requestId)?.jobs.at(-1);
    if (last === undefined || last.jobId === null || last.isPrinted) return undefined;
    const known = await printer.jobs();
    if (!known.ok) return { jobName: last.jobName, jobId: last.jobId };
    const job = known.value.find(({ jobId }) => jobId === last.jobId);
    if (job === undefined || job.state === 'aborted' || job.state === 'canceled') return undefined;
    return { jobName: last.jobName, jobId: last.jobId };
  }

  async #follow(
    assignment: Assignment,
    jobId: number,
    copy: number,
    sheetsPerCopy: number,
  ): Promise<Result<null, Fault>> {
    const { requestId, copies, tell, stop } = assignment;
    let toldFault: ErrorCode | null = null;
    let last: JobState = 'pending';
    for await (const report of this.#options.printer.follow(jobId, stop.signal)) {
      if (stop.signal.aborted) return ok(null);
      last = report.state;
      const progress: PrintProgress = {
        jobState: report.state,
        copiesDone: copy - 1 + (report.state === 'completed' ? 1 : 0),
        sheetsDone:
          (copy - 1) * sheetsPerCopy +
          (report.state === 'completed' ? sheetsPerCopy : Math.min(report.sheetsDone, sheetsPerCopy)),
        sheetsTotal: copies * sheetsPerCopy,
      };
      tell({ type: 'print-progress', requestId, progress });
      if (report.state === 'completed') return ok(null);
      if (isTerminal(report.state)) return err(report.fault ?? endFault(report.state));
      if (report.fault !== null && report.fault.code !== toldFault) {
        tell({ type: 'print-fault', requestId, fault: report.fault });
      }
      toldFault = report.fault?.code ?? null;
    }
    return stop.signal.aborted ? ok(null) : err(endFault(last));
  }

  async #cancelJob(jobId: number): Promise<void> {
    const cancelled = await this.#options.printer.cancel(jobId);
    if (!cancelled.ok) this.#options.logger.warn({ jobId, code: cancelled.error.code }, 'job not cancelled');
  }
}

const endFault = (state: JobState): Fault =>
  fault(
    state === 'aborted'
      ? 'printer.job-aborted'
      : state === 'canceled'
        ? 'printer.job-canceled'
        : 'printer.job-lost',
  );
