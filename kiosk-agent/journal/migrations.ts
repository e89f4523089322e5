import type { DatabaseSync } from 'node:sqlite';

/** In order, each once; a released one is never changed, only followed by another. */
const migrations: readonly string[] = [
  `CREATE TABLE entry (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     request_id TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     type TEXT NOT NULL,
     payload BLOB NOT NULL -- encrypted under the key of the request
   ) STRICT;
   CREATE INDEX entry_by_request ON entry (request_id, sequence);
   CREATE TABLE wrapped_key (
     owner_id TEXT PRIMARY KEY,
     wrapped BLOB NOT NULL
   ) STRICT;
   CREATE TABLE visit_snapshot (
     only INTEGER PRIMARY KEY CHECK (only = 1),
     visit_id TEXT NOT NULL,
     saved_at_ms INTEGER NOT NULL,
     data BLOB NOT NULL -- encrypted under the key of the visit
   ) STRICT;`,
];

/** Brings the database to the newest schema; throws when it was written by a newer program. */
export function migrate(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (row.user_version > migrations.length) {
    throw new Error(`the journal has schema ${row.user_version}, this program knows ${migrations.length}`);
  }
  for (let version = row.user_version; version < migrations.length; version++) {
    database.exec(`BEGIN IMMEDIATE; ${migrations[version]}; PRAGMA user_version = ${version + 1}; COMMIT`);
  }
}
