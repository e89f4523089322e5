import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { fromPglite } from 'pg-boss';
import { lockDataFolder } from './data-lock.ts';
import type { Database, Executor } from './database.ts';
import { migrate } from './migrate.ts';
import * as schema from './schema.ts';

/**
 * Opens the embedded database under `dataDir`, migrated. It survives a killed process, not a power cut, and only one
 * process may hold it (`configuration.locked`).
 */
export async function openPglite(dataDir: string): Promise<Database> {
  const lock = lockDataFolder(dataDir);
  try {
    const client = await PGlite.create(join(dataDir, 'database'));
    await migrate({
      exec: async (script) => void (await client.exec(script)),
      query: async (text, values) => (await client.query<Record<string, unknown>>(text, values)).rows,
    });
    return {
      engine: 'pglite',
      db: drizzle({ client, schema }) as unknown as Executor,
      jobs: { db: fromPglite(client) },
      listen: (channel, onMessage) => client.listen(channel, onMessage),
      async close() {
        await client.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
