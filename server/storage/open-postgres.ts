import { setTimeout as delay } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Database, Executor } from './database.ts';
import { migrate } from './migrate.ts';
import * as schema from './schema.ts';

const RECONNECT_MS = 500;

/** Opens a PostgreSQL database, migrated. Any number of processes may share it. */
export async function openPostgres(connectionString: string, log: Logger): Promise<Database> {
  const pool = new pg.Pool({ connectionString, max: 10, application_name: 'saoy' });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection failed'));
  const session = await pool.connect();
  try {
    await migrate({
      exec: async (script) => void (await session.query(script)),
      query: async (text, values) => (await session.query(text, values)).rows,
    });
  } finally {
    session.release();
  }
  const listeners = new Set<Listener>();
  return {
    engine: 'postgres',
    db: drizzle({ client: pool, schema }) as unknown as Executor,
    jobs: { connectionString },
    async listen(channel, onMessage, onMissed = () => undefined) {
      const listener = new Listener({ connectionString, channel, onMessage, onMissed, log });
      await listener.connect();
      listeners.add(listener);
      return async () => {
        listeners.delete(listener);
        await listener.stop();
      };
    },
    async close() {
      await Promise.all([...listeners].map((listener) => listener.stop()));
      await pool.end();
    },
  };
}

interface ListenerOptions {
  readonly connectionString: string;
  readonly channel: string;
  readonly onMessage: (payload: string) => void;
  readonly onMissed: () => void;
  readonly log: Logger;
}

/** A connection of its own that stays subscribed, also across restarts of the database. */
class Listener {
  readonly #options: ListenerOptions;
  #client: pg.Client | undefined;
  #isStopped = false;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  async connect(): Promise<void> {
    const { connectionString, channel, onMessage, log } = this.#options;
    const client = new pg.Client({ connectionString, keepAlive: true });
    client.on('notification', ({ payload }) => onMessage(payload ?? ''));
    client.on('error', (error) => {
      log.warn({ err: error }, 'the listening database connection failed');
      void this.#reconnect(client);
    });
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
    if (this.#isStopped) await this.stop();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#client?.end().catch(() => undefined);
  }

  async #reconnect(failed: pg.Client): Promise<void> {
    if (this.#client !== failed) return;
    this.#client = undefined;
    await failed.end().catch(() => undefined);
    while (!this.#isStopped && this.#client === undefined) {
      await delay(RECONNECT_MS);
      await this.connect().then(this.#options.onMissed, () => undefined);
    }
  }
}
