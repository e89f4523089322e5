import type { Executor } from '../storage/database.ts';

/** Every background step and what it needs to know; each may run twice with the effect of once. */
export interface JobData {
  'read-page': { readonly requestId: string; readonly sha256: string };
  'decide-request': { readonly requestId: string };
  'issue-copy': { readonly requestId: string };
  'email-copy': { readonly requestId: string };
  'renew-copy': { readonly requestId: string };
}
export type JobName = keyof JobData;

export interface SendOptions {
  /** Within a transaction: the job exists if and only if the transaction commits. */
  readonly tx?: Executor;
}

/** Orders background work. */
export interface JobSender {
  send<N extends JobName>(name: N, data: JobData[N], options?: SendOptions): Promise<void>;
}

export interface JobQueueSettings {
  /**
   * `exclusive`: one job of a key waits, runs or is retried. `short`: one waits while others run, for work that must look
   * again at what came in meanwhile.
   */
  readonly policy: 'exclusive' | 'short';
  /** Jobs of this kind run at once in this process. */
  readonly concurrency: number;
  readonly expireInSeconds: number;
  readonly retryLimit: number;
  readonly retryDelaySeconds: number;
  readonly retryDelayMaxSeconds: number;
  keyOf(data: Record<string, string>): string;
}

const byRequest = (data: Record<string, string>): string => data['requestId'] ?? '';

export const jobQueues: Record<JobName, JobQueueSettings> = {
  'read-page': {
    policy: 'exclusive',
    concurrency: 2,
    expireInSeconds: 180,
    retryLimit: 3,
    retryDelaySeconds: 1,
    retryDelayMaxSeconds: 30,
    keyOf: (data) => `${data['requestId']}:${data['sha256']}`,
  },
  'decide-request': {
    policy: 'short',
    concurrency: 2,
    expireInSeconds: 60,
    retryLimit: 20,
    retryDelaySeconds: 1,
    retryDelayMaxSeconds: 60,
    keyOf: byRequest,
  },
  'issue-copy': {
    policy: 'exclusive',
    concurrency: 4,
    // Three time-stamps, each of which may take minutes; what a dead process held is ordered anew by housekeeping.
    expireInSeconds: 1800,
    // Issuing itself gives up after a time, by voiding the number; the queue must outlast that.
    retryLimit: 100_000,
    retryDelaySeconds: 1,
    retryDelayMaxSeconds: 60,
    keyOf: byRequest,
  },
  'email-copy': {
    policy: 'exclusive',
    concurrency: 2,
    expireInSeconds: 120,
    retryLimit: 10,
    retryDelaySeconds: 5,
    retryDelayMaxSeconds: 900,
    keyOf: byRequest,
  },
  'renew-copy': {
    policy: 'exclusive',
    // Years may pass between two renewals: none is urgent, and the authorities also serve those who wait at a kiosk.
    concurrency: 2,
    expireInSeconds: 900,
    // Housekeeping orders it again when its time has come.
    retryLimit: 0,
    retryDelaySeconds: 1,
    retryDelayMaxSeconds: 1,
    keyOf: byRequest,
  },
};
