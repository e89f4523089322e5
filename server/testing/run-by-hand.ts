import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../storage/database.ts';

/** Statements as the owner of the database runs them: no trigger and no foreign key stands in the way. */
export async function runByHand(database: Database, ...statements: readonly SQL[]): Promise<void> {
  await database.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const statement of statements) await tx.execute(statement);
  });
}

/** Remembers tables as they are now; answers what puts them back. */
export async function rememberTables(
  database: Database,
  tables: readonly string[],
): Promise<() => Promise<void>> {
  await runByHand(
    database,
    sql`create schema untouched`,
    ...tables.map((table) => sql.raw(`create table untouched.${table} as table ${table}`)),
  );
  const restored = tables.flatMap((table) => [
    sql.raw(`delete from ${table}`),
    sql.raw(`insert into ${table} select * from untouched.${table}`),
  ]);
  return () => runByHand(database, ...restored);
}
