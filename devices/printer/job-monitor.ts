import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { isTerminal, type JobStatus, type Printer } from './printer.ts';

/** What is new about a job. The last one is the end. */
export type JobChange =
  | {
      readonly kind: 'progress';
      /** The last status the printer gave. */
      readonly status: JobStatus | null;
      /** What keeps the job from going on now: paper, a jam, no answer. */
      readonly obstacle: Fault | null;
    }
  | {
      readonly kind: 'end';
      /** Printed; or `printer.job-aborted`, `printer.job-canceled`, `printer.job-lost`. */
      readonly outcome: Result<JobStatus>;
    };

export interface JobMonitorSettings {
  /** Time between two questions; default 500 ms. */
  readonly intervalMs?: number;
  readonly wait?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
  /** Aborting ends the following without an end of the job, which prints on. */
  readonly signal?: AbortSignal;
}

/** A printer that restarts may deny a job for a moment; twice in a row is lost. */
const DENIALS = 2;

/**
 * Follows a job to its end and yields every change: state, sheets, what stands in the way. Only the printer's
 * own `completed` counts as printed. Obstacles do not end it; the caller decides how long to wait.
 */
export async function* followJob(
  printer: Pick<Printer, 'job' | 'health'>,
  jobId: number,
  settings: JobMonitorSettings = {},
): AsyncGenerator<JobChange, void, undefined> {
  const { intervalMs = 500, signal, wait = waitUnlessAborted } = settings;
  let [last, status, denials]: [string, JobStatus | null, number] = ['', null, 0];
  while (!signal?.aborted) {
    const answer = await printer.job(jobId);
    let obstacle: Fault | null = null;
    if (answer.ok) {
      denials = 0;
      status = answer.value;
      if (isTerminal(status.state)) {
        yield { kind: 'end', outcome: judge(status) };
        return;
      }
      obstacle = await findObstacle(printer, status);
    } else if (answer.error.code === 'printer.job-lost') {
      if (++denials >= DENIALS) {
        yield { kind: 'end', outcome: err(answer.error) };
        return;
      }
    } else {
      obstacle = answer.error;
    }
    const seen = JSON.stringify([status?.state, status?.reasons, status?.sheetsCompleted, obstacle?.code]);
    if (seen !== last && denials === 0) yield { kind: 'progress', status, obstacle };
    last = denials === 0 ? seen : last;
    try {
      await wait(intervalMs, signal);
    } catch {
      return;
    }
  }
}

const waitUnlessAborted = (milliseconds: number, signal: AbortSignal | undefined): Promise<unknown> =>
  delay(milliseconds, undefined, signal ? { signal } : {});

/** Some printers go on calling a job `processing` while they stand: only their own reasons tell. */
async function findObstacle(printer: Pick<Printer, 'health'>, status: JobStatus): Promise<Fault | null> {
  const health = await printer.health();
  if (!health.ok) return health.error;
  if (health.value.fault !== null) return health.value.fault;
  return status.state === 'processing-stopped' ? fault('printer.stopped', status.reasons[0]) : null;
}

function judge(status: JobStatus): Result<JobStatus> {
  const reason = status.reasons[0];
  if (status.state === 'canceled') return err(fault('printer.job-canceled', reason));
  const isSpoiled = status.reasons.some((name) => name.startsWith('job-completed-with-errors'));
  if (status.state === 'aborted' || isSpoiled) return err(fault('printer.job-aborted', reason));
  return ok(status);
}
