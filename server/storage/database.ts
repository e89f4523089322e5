import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Db as JobDatabase } from 'pg-boss';
import type * as schema from './schema.ts';

/** Drizzle over either driver; a transaction has the same type, so every query takes an Executor. */
export type Executor = PgDatabase<PgQueryResultHKT, typeof schema>;

/** One database, whichever engine carries it. */
export interface Database {
  readonly engine: 'postgres' | 'pglite';
  readonly db: Executor;
  /** What pg-boss needs to run on the same database. */
  readonly jobs: { readonly db: JobDatabase } | { readonly connectionString: string };
  /**
   * Calls back for every NOTIFY on `channel`, also those of other processes, and when some may have been missed because
   * the connection was lost; answers a function that stops it.
   */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onMissed?: () => void,
  ): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
