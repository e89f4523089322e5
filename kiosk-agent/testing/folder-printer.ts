// A printer whose jobs are files, so that it outlives the agent's process as a real one does. The agent's side writes
// orders; the engine, run by the test, moves paper.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorCode, fault } from '@saoy/contracts/errors';
import { err, ok } from '@saoy/contracts/result';
import type { JobState, JobStatus, Printer } from '@saoy/devices/printer';
import { countPdfPages } from '../printing/count-pdf-pages.ts';

interface StoredJob {
  readonly jobId: number;
  readonly name: string;
  readonly text: string;
  readonly sheets: number;
  readonly state: JobState;
  readonly sheetsDone: number;
  readonly faultCode: ErrorCode | null;
}

const jobFile = (dir: string, jobId: number) => join(dir, `${jobId}.json`);

function writeJob(dir: string, job: StoredJob): void {
  writeFileSync(join(dir, `${job.jobId}.part`), JSON.stringify(job));
  renameSync(join(dir, `${job.jobId}.part`), jobFile(dir, job.jobId));
}

export function readJobs(dir: string): StoredJob[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')) as StoredJob)
    .sort((a, b) => a.jobId - b.jobId);
}

const toStatus = ({ jobId, name, state, sheetsDone }: StoredJob): JobStatus => ({
  id: jobId,
  name,
  state,
  reasons: [],
  sheetsCompleted: sheetsDone,
});

export function openFolderPrinter(dir: string): Printer {
  mkdirSync(dir, { recursive: true });
  const find = (jobId: number) => readJobs(dir).find((job) => job.jobId === jobId);
  return {
    describe: async () =>
      ok({ model: 'Folder', isSimulated: true, canDuplex: false, formats: ['application/pdf'] }),
    health: async () => {
      const stopped = readJobs(dir).find(({ state }) => state === 'processing-stopped');
      const code = stopped?.faultCode ?? null;
      return ok({
        state: code === null ? 'idle' : 'stopped',
        reasons: [],
        media: [],
        supplies: [],
        fault: code === null ? null : fault(code),
      });
    },
    print: async ({ jobName, pdf }) => {
      const jobId = (readJobs(dir).at(-1)?.jobId ?? 0) + 1;
      writeJob(dir, {
        jobId,
        name: jobName,
        text: Buffer.from(pdf).toString('latin1'),
        sheets: countPdfPages(pdf),
        state: 'pending',
        sheetsDone: 0,
        faultCode: null,
      });
      return ok(jobId);
    },
    job: async (jobId) => {
      const job = find(jobId);
      return job === undefined ? err(fault('printer.job-lost')) : ok(toStatus(job));
    },
    cancel: async (jobId) => {
      if (find(jobId) === undefined) return err(fault('printer.job-lost'));
      writeFileSync(join(dir, `${jobId}.cancel`), '');
      return ok(null);
    },
    findJobs: async (jobName) =>
      ok(
        readJobs(dir)
          .filter(({ name }) => name === jobName)
          .map(toStatus),
      ),
    close: async () => undefined,
  };
}

/** What happens at the tray: every sheet with the text of its document. */
export class PrinterEngine {
  readonly tray: { readonly jobId: number; readonly text: string }[] = [];
  readonly #dir: string;
  readonly #timer: NodeJS.Timeout;
  /** Stops with this code when so many sheets are in the tray. */
  trouble: { readonly code: ErrorCode; readonly afterSheets: number; readonly isFatal?: boolean } | null =
    null;
  isHeld = false;

  constructor(dir: string, sheetMs = 10) {
    mkdirSync(dir, { recursive: true });
    this.#dir = dir;
    this.#timer = setInterval(() => this.#turn(), sheetMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #turn(): void {
    for (const job of readJobs(this.#dir)) {
      if (['completed', 'aborted', 'canceled'].includes(job.state)) continue;
      if (existsSync(join(this.#dir, `${job.jobId}.cancel`))) {
        writeJob(this.#dir, { ...job, state: 'canceled' });
        continue;
      }
      if (this.isHeld) return;
      const { trouble } = this;
      if (trouble !== null && this.tray.length >= trouble.afterSheets) {
        if (trouble.isFatal) this.trouble = null;
        const state = trouble.isFatal ? 'aborted' : 'processing-stopped';
        writeJob(this.#dir, { ...job, state, faultCode: trouble.code });
        return;
      }
      const sheetsDone = job.sheetsDone + 1;
      this.tray.push({ jobId: job.jobId, text: job.text });
      const state = sheetsDone >= job.sheets ? 'completed' : 'processing';
      writeJob(this.#dir, { ...job, state, sheetsDone, faultCode: null });
      return;
    }
  }
}
