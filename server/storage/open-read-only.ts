import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Database, Executor } from './database.ts';
import * as schema from './schema.ts';

const STATEMENT_MS = 5_000;
const CONNECT_MS = 5_000;

/**
 * Opens a PostgreSQL database for reading only: no migration, and every transaction refuses to write whatever the role may
 * do. It need not be reachable yet.
 */
export function openReadOnly(
  connectionString: string,
  options: {
    readonly connections: number;
    readonly log: Logger;
    /** Longest time of a statement; 0 = no limit. */
    readonly statementMs?: number;
  },
): Pick<Database, 'engine' | 'db' | 'close'> {
  const pool = new pg.Pool({
    connectionString,
    max: options.connections,
    application_name: 'saoy-verifier',
    connectionTimeoutMillis: CONNECT_MS,
    options: `-c default_transaction_read_only=on -c statement_timeout=${options.statementMs ?? STATEMENT_MS}`,
  });
  pool.on('error', (error) => options.log.warn({ err: error }, 'an idle database connection failed'));
  return {
    engine: 'postgres',
    db: drizzle({ client: pool, schema }) as unknown as Executor,
    close: () => pool.end(),
  };
}
