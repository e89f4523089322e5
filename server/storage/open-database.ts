import type { Logger } from 'pino';
import type { Database } from './database.ts';
import { openPglite } from './open-pglite.ts';
import { openPostgres } from './open-postgres.ts';

/** PostgreSQL when an address is given, else the embedded database in `dataDir`. */
export const openDatabase = (options: {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly log: Logger;
}): Promise<Database> =>
  options.databaseUrl === undefined
    ? openPglite(options.dataDir)
    : openPostgres(options.databaseUrl, options.log);
