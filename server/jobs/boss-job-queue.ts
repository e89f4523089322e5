import { sql } from 'drizzle-orm';
import { fromDrizzle, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../storage/database.ts';
import { type JobData, type JobName, type JobSender, jobQueues, type SendOptions } from './job-queues.ts';

/** One run of a job. */
export interface JobRun<N extends JobName> {
  readonly data: JobData[N];
  /** 0 for the first attempt. */
  readonly attempt: number;
  /** Whether another failure would be the last. */
  readonly isLastAttempt: boolean;
}

export type JobHandlers = { readonly [N in JobName]: (run: JobRun<N>) => Promise<void> };

/** A job whose process shows no life for so long is given to another. */
const HEARTBEAT_SECONDS = 10;
const SCHEMA = 'jobs';
const NO_JOB = '00000000-0000-0000-0000-000000000000';

/** Background work on pg-boss, in the same database as everything else, so that a job commits with its cause. */
export class BossJobQueue implements JobSender {
  readonly #boss: PgBoss;
  readonly #database: Database;
  readonly #log: Logger;

  constructor(database: Database, log: Logger) {
    this.#log = log;
    this.#database = database;
    this.#boss = new PgBoss({
      ...database.jobs,
      backend: database.engine,
      schema: SCHEMA,
      application_name: 'saoy-jobs',
      useListenNotify: true,
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
      ...(database.engine === 'postgres' ? { max: 4 } : { reindex: false, monitorVacuum: false }),
    });
    this.#boss.on('error', (error) => log.error({ err: error }, 'job queue failed'));
    this.#boss.on('warning', (warning) => log.warn({ warning: warning.message }, 'job queue warning'));
  }

  async start(): Promise<void> {
    await this.#boss.start();
    for (const [name, settings] of Object.entries(jobQueues)) {
      const options = {
        notify: true,
        expireInSeconds: settings.expireInSeconds,
        retryLimit: settings.retryLimit,
        retryDelay: settings.retryDelaySeconds,
        retryBackoff: true,
        retryDelayMax: settings.retryDelayMaxSeconds,
        deleteAfterSeconds: 3600,
        heartbeatSeconds: HEARTBEAT_SECONDS,
      };
      await this.#boss.createQueue(name, { policy: settings.policy, ...options });
      await this.#boss.updateQueue(name, options);
      // Looked up now, since pg-boss reads what it does not know of a queue on a connection of its own: within a
      // transaction on the embedded database, which has one connection, `send` would wait for itself for ever.
      await this.#boss.getJobById(name, NO_JOB);
    }
    await this.#releaseOrphans();
  }

  /** The embedded database has one process: whatever is still marked as running ran in one that is gone. */
  async #releaseOrphans(): Promise<void> {
    if (this.#database.engine !== 'pglite') return;
    const { rows } = await this.#boss
      .getDb()
      .executeSql(`select name, id from ${SCHEMA}.job where state = 'active'`);
    for (const { name, id } of rows as { name: string; id: string }[])
      if (name in jobQueues) await this.#boss.fail(name, id, { reason: 'its process ended' });
  }

  /** Begins to work; `read-page` runs as many at once as there are readers. */
  async work(handlers: JobHandlers, readers: number): Promise<void> {
    for (const name of Object.keys(jobQueues) as JobName[]) {
      const handle = handlers[name] as (run: JobRun<JobName>) => Promise<void>;
      await this.#boss.work(
        name,
        {
          includeMetadata: true,
          localConcurrency: name === 'read-page' ? readers : jobQueues[name].concurrency,
          pollingIntervalSeconds: 1,
          notifyPollingIntervalSeconds: 2,
        },
        async (jobs: JobWithMetadata<JobData[JobName]>[]) => {
          for (const job of jobs)
            try {
              await handle({
                data: job.data,
                attempt: job.retryCount,
                isLastAttempt: job.retryCount >= job.retryLimit,
              });
            } catch (error) {
              this.#log.warn(
                { job: name, attempt: job.retryCount, err: error },
                'a job failed and will be retried',
              );
              throw error;
            }
        },
      );
    }
  }

  async send<N extends JobName>(name: N, data: JobData[N], options: SendOptions = {}): Promise<void> {
    await this.#boss.send(name, data, {
      singletonKey: jobQueues[name].keyOf(data),
      ...(options.tx === undefined ? {} : { db: fromDrizzle(options.tx as never, sql) }),
    });
  }

  /** Lets running jobs finish for `timeoutMs`; what is left is taken up again by the next process. */
  async stop(timeoutMs: number): Promise<void> {
    await this.#boss.stop({ graceful: timeoutMs > 0, timeout: Math.max(timeoutMs, 1000) });
  }
}
