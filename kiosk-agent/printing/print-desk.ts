import { randomBytes } from 'node:crypto';
import { agentApi } from '@saoy/contracts/agent-api';
import { type ErrorCode, type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { followJob, type Printer } from '@saoy/devices/printer';
import type { Logger } from 'pino';
import type { Journal } from '../journal/journal.ts';
import { countPrintedCopies } from '../journal/journal-entry.ts';
import { callUntilAnswered, type Patience } from '../uplink/call-until-answered.ts';
import type { CentralService } from '../uplink/central-service.ts';
import type { PrintProgress, VisitInput } from '../visit/visit-input.ts';
import { countPdfPages } from './count-pdf-pages.ts';

export interface PrintDeskOptions {
  readonly printer: Printer;
  /** Time between two questions about a job. */
  readonly intervalMs: number;
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
    const standing = await this.#standingJob(requestId);
    if (!standing.ok) return standing;
    let job = standing.value;
    if (job === null) {
      const jobName = `saoy-${randomBytes(8).toString('hex')}`;
      journal.append(requestId, { type: 'print-intended', jobName, copy });
      const submitted = await printer.print({ pdf, jobName, copies: 1, sides: 'one-sided' });
      if (!submitted.ok) return submitted;
      job = { jobName, jobId: submitted.value };
      assignment.jobId = job.jobId;
      journal.append(requestId, { type: 'print-submitted', ...job });
    }
    assignment.jobId = job.jobId;
    if (stop.signal.aborted) return ok(null);
    const ended = await this.#follow(assignment, job.jobId, copy, sheetsPerCopy);
    if (!ended.ok || stop.signal.aborted) return ended;
    journal.append(requestId, { type: 'copy-printed', jobName: job.jobName, copy });
    assignment.jobId = null;
    return ok(null);
  }

  /** A job that paused, or whose acceptance got lost on the way, is followed on; nothing is printed beside it. */
  async #standingJob(requestId: string): Promise<Result<{ jobName: string; jobId: number } | null, Fault>> {
    const { journal, printer } = this.#options;
    const last = journal.record(requestId)?.jobs.at(-1);
    if (last === undefined || last.isPrinted) return ok(null);
    const found = await printer.findJobs(last.jobName);
    if (!found.ok) return found;
    const job = found.value.find(({ state }) => state !== 'aborted' && state !== 'canceled');
    return ok(job === undefined ? null : { jobName: last.jobName, jobId: job.id });
  }

  async #follow(
    assignment: Assignment,
    jobId: number,
    copy: number,
    sheetsPerCopy: number,
  ): Promise<Result<null, Fault>> {
    const { requestId, copies, tell, stop } = assignment;
    const { printer, intervalMs } = this.#options;
    const progress = (jobState: PrintProgress['jobState'], sheets: number): VisitInput => ({
      type: 'print-progress',
      requestId,
      progress: {
        jobState,
        copiesDone: jobState === 'completed' ? copy : copy - 1,
        sheetsDone: (copy - 1) * sheetsPerCopy + Math.min(sheets, sheetsPerCopy),
        sheetsTotal: copies * sheetsPerCopy,
      },
    });
    let toldFault: ErrorCode | null = null;
    for await (const change of followJob(printer, jobId, { intervalMs, signal: stop.signal })) {
      if (stop.signal.aborted) break;
      if (change.kind === 'end') {
        if (!change.outcome.ok) return change.outcome;
        tell(progress('completed', sheetsPerCopy));
        return ok(null);
      }
      const { status, obstacle } = change;
      // Some printers call a job `processing` while they stand: what stands in the way says more.
      const state = obstacle === null ? (status?.state ?? 'pending') : 'processing-stopped';
      tell(progress(state, status?.sheetsCompleted ?? 0));
      if (obstacle !== null && obstacle.code !== toldFault) {
        tell({ type: 'print-fault', requestId, fault: obstacle });
      }
      toldFault = obstacle?.code ?? null;
    }
    return stop.signal.aborted ? ok(null) : err(fault('printer.job-lost'));
  }

  async #cancelJob(jobId: number): Promise<void> {
    const cancelled = await this.#options.printer.cancel(jobId);
    if (!cancelled.ok) this.#options.logger.warn({ jobId, code: cancelled.error.code }, 'job not cancelled');
  }
}
