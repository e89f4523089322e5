import type { Logger } from 'pino';
import type { PagePrinter } from '../hardware/hardware.ts';
import type { Journal } from '../journal/journal.ts';
import { countPrintedCopies } from '../journal/journal-entry.ts';
import { isTerminal } from './print-desk.ts';

export interface RecoveredJobs {
  /** Requests whose every copy is in the tray. */
  readonly printedIds: readonly string[];
  /** False when the printer could not be asked or did not take a job back. */
  readonly isComplete: boolean;
}

/**
 * After a crash: whatever of ours still stands at the printer is cancelled, since nobody may be there to take it; a copy
 * that the printer completed meanwhile counts as printed.
 */
export async function recoverJobs(
  printer: PagePrinter,
  journal: Journal,
  logger: Logger,
): Promise<RecoveredJobs> {
  const waiting = journal.openRecords().filter((record) => record.jobs.some((job) => !job.isPrinted));
  let isComplete = true;
  if (waiting.length > 0) {
    const known = await printer.jobs();
    if (!known.ok) {
      logger.error({ code: known.error.code }, 'print jobs of before the crash cannot be found');
      isComplete = false;
    }
    for (const record of waiting) {
      for (const job of record.jobs.filter(({ isPrinted }) => !isPrinted)) {
        // Found by name: the crash may have come before the printer's number was written down.
        const found = known.ok ? known.value.find(({ name }) => name === job.jobName) : undefined;
        if (found?.state === 'completed') {
          const { jobName, copy } = job;
          journal.append(record.requestId, { type: 'copy-printed', jobName, copy });
        } else if (found !== undefined && !isTerminal(found.state)) {
          const cancelled = await printer.cancel(found.jobId);
          isComplete &&= cancelled.ok;
          logger.warn({ jobId: found.jobId, isCancelled: cancelled.ok }, 'print job of before the crash');
        }
      }
    }
  }
  const printedIds = journal
    .openRecords()
    .filter(
      (record) =>
        !record.isPrintReported &&
        record.confirmation !== null &&
        record.jobs.length > 0 &&
        countPrintedCopies(record) >= record.confirmation.copies,
    )
    .map((record) => record.requestId);
  return { printedIds, isComplete };
}
