import { isTerminal, type Printer } from '@saoy/devices/printer';
import type { Logger } from 'pino';
import type { Journal } from '../journal/journal.ts';
import { countPrintedCopies } from '../journal/journal-entry.ts';
import { slipJobName } from './slip-printer.ts';

export interface RecoveredJobs {
  /** Requests whose every copy is in the tray. */
  readonly printedIds: readonly string[];
  /** False when the printer could not be asked or did not take a job back. */
  readonly isComplete: boolean;
}

/**
 * After a crash: whatever of these requests still stands at the printer is cancelled, since nobody may be there to take it; a copy
 * that the printer completed meanwhile counts as printed.
 */
export async function recoverJobs(
  printer: Printer,
  journal: Journal,
  requestIds: ReadonlySet<string>,
  logger: Logger,
): Promise<RecoveredJobs> {
  let isComplete = true;
  /** Takes back what stands there under a name; answers whether something of it was completed. */
  const takeBack = async (jobName: string): Promise<boolean> => {
    // By name: the crash may have come before the printer's number was written down.
    const found = await printer.findJobs(jobName);
    if (!found.ok) {
      logger.error({ code: found.error.code }, 'a print job of before the crash cannot be looked for');
      isComplete = false;
      return false;
    }
    for (const { id } of found.value.filter(({ state }) => !isTerminal(state))) {
      const cancelled = await printer.cancel(id);
      isComplete &&= cancelled.ok;
      logger.warn({ jobId: id, isCancelled: cancelled.ok }, 'print job of before the crash');
    }
    return found.value.some(({ state }) => state === 'completed');
  };
  const records = () => journal.openRecords().filter(({ requestId }) => requestIds.has(requestId));
  for (const record of records()) {
    for (const { jobName, copy } of record.jobs.filter(({ isPrinted }) => !isPrinted))
      if (await takeBack(jobName)) {
        journal.append(record.requestId, { type: 'copy-printed', jobName, copy });
      }
    // A slip leads to the copy: it must not fall into the hands of the next visitor either.
    if (record.confirmation !== null) await takeBack(slipJobName(record.requestId));
  }
  const printedIds = records()
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
