// What the agent needs of its devices. `main.ts` decides whether real or simulated ones stand behind it.
import type { Fault } from '@saoy/contracts/errors';
import type { Challenge } from '@saoy/contracts/identity';
import type { Result } from '@saoy/contracts/result';
import type { Scanner } from '@saoy/devices/scanner';
import type { PrintProgress } from '../visit/visit-input.ts';

export type JobState = PrintProgress['jobState'];

export interface JobReport {
  readonly state: JobState;
  /** Sheets of this job in the tray. */
  readonly sheetsDone: number;
  /** Why it stands still. */
  readonly fault: Fault | null;
}

export interface KnownJob {
  readonly jobId: number;
  readonly name: string;
  readonly state: JobState;
}

export interface PagePrinter {
  test(): Promise<Result<null, Fault>>;
  /** Hands a PDF over; the answer is the printer's job id. */
  submit(job: { readonly name: string; readonly pdf: Uint8Array }): Promise<Result<number, Fault>>;
  /** Reports every change; the last report is a terminal state, or a fault when the job is lost. */
  follow(jobId: number, signal: AbortSignal): AsyncIterable<JobReport>;
  cancel(jobId: number): Promise<Result<null, Fault>>;
  /** Jobs the printer still remembers, finished ones included. */
  jobs(): Promise<Result<readonly KnownJob[], Fault>>;
}

export interface LiveCamera {
  test(): Promise<Result<null, Fault>>;
  /** JPEG pictures until the signal ends it. */
  frames(signal: AbortSignal): AsyncIterable<{ readonly jpeg: Uint8Array; readonly capturedAtMs: number }>;
  /** Only a simulated person obeys. */
  perform(challenge: Challenge | null): void;
}

export interface Hardware {
  readonly scanner: Scanner;
  readonly printer: PagePrinter;
  /** Null when the browser's own camera is used. */
  readonly camera: LiveCamera | null;
  readonly isSimulated: boolean;
}
