import { confirmationSchema } from '@saoy/contracts/agent-api';
import { languageSchema, productSchema, requestIdSchema, visitIdSchema } from '@saoy/contracts/ids';
import { z } from 'zod';

const entry = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), ...shape });

/** What happened to a request at this kiosk, in the order it happened. */
export const journalEntrySchema = z.discriminatedUnion('type', [
  entry('opened', { visitId: visitIdSchema, product: productSchema, language: languageSchema }),
  /** The promise: from here the request is carried out whatever happens. */
  entry('confirmed', { confirmation: confirmationSchema }),
  /** The server holds the confirmation. */
  entry('acknowledged', {}),
  /** Written before the printer hears of the job: whatever carries this name at the printer is ours. */
  entry('print-intended', { jobName: z.string(), copy: z.int().positive() }),
  entry('print-submitted', { jobName: z.string(), jobId: z.int() }),
  entry('copy-printed', { jobName: z.string(), copy: z.int().positive() }),
  /** Every copy reached the tray and the server knows. */
  entry('print-reported', {}),
  entry('closed', { outcome: z.enum(['done', 'left', 'refused', 'abandoned']) }),
]);
export type JournalEntry = z.infer<typeof journalEntrySchema>;

export interface PrintJobRecord {
  readonly jobName: string;
  readonly copy: number;
  readonly jobId: number | null;
  readonly isPrinted: boolean;
}

/** The fold of the entries of one request. */
export interface RequestRecord {
  readonly requestId: string;
  readonly opened: Omit<Extract<JournalEntry, { type: 'opened' }>, 'type'> | null;
  readonly confirmation: z.infer<typeof confirmationSchema> | null;
  readonly isAcknowledged: boolean;
  readonly jobs: readonly PrintJobRecord[];
  readonly isPrintReported: boolean;
  readonly isClosed: boolean;
}

export const newRecord = (requestId: string): RequestRecord => ({
  requestId: requestIdSchema.parse(requestId),
  opened: null,
  confirmation: null,
  isAcknowledged: false,
  jobs: [],
  isPrintReported: false,
  isClosed: false,
});

export function foldEntry(record: RequestRecord, entry: JournalEntry): RequestRecord {
  const changeJob = (jobName: string, change: Partial<PrintJobRecord>): RequestRecord => ({
    ...record,
    jobs: record.jobs.map((job) => (job.jobName === jobName ? { ...job, ...change } : job)),
  });
  switch (entry.type) {
    case 'opened': {
      const { visitId, product, language } = entry;
      return { ...record, opened: { visitId, product, language } };
    }
    case 'confirmed':
      return { ...record, confirmation: entry.confirmation };
    case 'acknowledged':
      return { ...record, isAcknowledged: true };
    case 'print-intended': {
      const job = { jobName: entry.jobName, copy: entry.copy, jobId: null, isPrinted: false };
      return { ...record, jobs: [...record.jobs, job] };
    }
    case 'print-submitted':
      return changeJob(entry.jobName, { jobId: entry.jobId });
    case 'copy-printed':
      return changeJob(entry.jobName, { isPrinted: true });
    case 'print-reported':
      return { ...record, isPrintReported: true };
    case 'closed':
      return { ...record, isClosed: true };
  }
}

/** Copies that reached the tray whole; two jobs for one copy count once. */
export const countPrintedCopies = (record: RequestRecord): number =>
  new Set(record.jobs.filter((job) => job.isPrinted).map((job) => job.copy)).size;
