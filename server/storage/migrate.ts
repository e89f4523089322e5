import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

const MIGRATIONS = new URL('./migrations/', import.meta.url);
/** Any constant: it names our lock among the advisory locks of the database. */
const LOCK_KEY = 7_351_026;

/** One session of a database, able to run scripts of several statements. */
export interface MigrationSession {
  exec(script: string): Promise<void>;
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
}

/**
 * Applies the ordered migrations that the database has not seen, each in its own transaction. Several processes may
 * start at once: one migrates, the others wait. Throws when an applied migration has since been edited.
 */
export async function migrate(session: MigrationSession): Promise<string[]> {
  await session.query('select pg_advisory_lock($1)', [LOCK_KEY]);
  try {
    await session.exec(
      'create table if not exists schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    );
    const rows = await session.query('select name, sha256 from schema_migrations');
    const known = new Map(rows.map((row) => [String(row['name']), String(row['sha256'])]));
    const applied: string[] = [];
    for (const name of (await readdir(MIGRATIONS)).filter((file) => file.endsWith('.sql')).sort()) {
      const script = await readFile(new URL(name, MIGRATIONS), 'utf8');
      const sha256 = createHash('sha256').update(script).digest('hex');
      const before = known.get(name);
      if (before === sha256) continue;
      if (before !== undefined) throw new Error(`migration ${name} was edited after it was applied`);
      await applyOne(session, name, sha256, script);
      applied.push(name);
    }
    return applied;
  } finally {
    await session.query('select pg_advisory_unlock($1)', [LOCK_KEY]);
  }
}

async function applyOne(
  session: MigrationSession,
  name: string,
  sha256: string,
  script: string,
): Promise<void> {
  await session.exec('begin');
  try {
    await session.exec(script);
    await session.query('insert into schema_migrations (name, sha256) values ($1, $2)', [name, sha256]);
    await session.exec('commit');
  } catch (error) {
    await session.exec('rollback');
    throw error;
  }
}
