import type { DatabaseSync } from 'node:sqlite';
import type { KeyRing } from '../captures/key-ring.ts';
import {
  foldEntry,
  type JournalEntry,
  journalEntrySchema,
  newRecord,
  type RequestRecord,
} from './journal-entry.ts';

export interface JournalOptions {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
  readonly now: () => number;
  /** Called after an entry is safely on disk; tests stop the process here. */
  readonly onAppended?: (requestId: string, entry: JournalEntry) => void;
}

/** The agent's memory across crashes: append-only, encrypted by request, flushed before anything acts on it. */
export class Journal {
  readonly #options: JournalOptions;
  readonly #records = new Map<string, RequestRecord>();

  constructor(options: JournalOptions) {
    this.#options = options;
    const rows = options.database
      .prepare(
        `SELECT request_id, type, payload FROM entry
         WHERE request_id NOT IN (SELECT request_id FROM entry WHERE type = 'closed') ORDER BY sequence`,
      )
      .all() as { request_id: string; type: string; payload: Uint8Array }[];
    for (const row of rows) {
      const plain = options.keys.open(row.request_id, row.payload, row.type);
      if (plain === undefined) continue;
      const entry = journalEntrySchema.parse(JSON.parse(Buffer.from(plain).toString('utf8')));
      this.#fold(row.request_id, entry);
    }
  }

  /** Requests that are not closed yet, oldest first. */
  openRecords(): RequestRecord[] {
    return [...this.#records.values()];
  }

  record(requestId: string): RequestRecord | undefined {
    return this.#records.get(requestId);
  }

  /** Durable when it returns. Entries for a closed request are dropped: its key is gone. */
  append(requestId: string, entry: JournalEntry): void {
    this.appendAll([{ requestId, entry }]);
  }

  /** All of them or none. */
  appendAll(entries: readonly { readonly requestId: string; readonly entry: JournalEntry }[]): void {
    const { database, keys, now, onAppended } = this.#options;
    const written = entries.filter(
      ({ requestId, entry }) => entry.type === 'opened' || this.#records.has(requestId),
    );
    database.exec('BEGIN IMMEDIATE');
    try {
      const insert = database.prepare(
        'INSERT INTO entry (request_id, at_ms, type, payload) VALUES (?, ?, ?, ?)',
      );
      for (const { requestId, entry } of written) {
        keys.create(requestId);
        const plain = Buffer.from(JSON.stringify(entry), 'utf8');
        insert.run(requestId, now(), entry.type, keys.seal(requestId, plain, entry.type));
      }
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
    for (const { requestId, entry } of written) {
      this.#fold(requestId, entry);
      onAppended?.(requestId, entry);
    }
  }

  /** Forgets what is closed for longer than `ageMs`; what is left of it is unreadable anyway. */
  prune(ageMs: number): void {
    this.#options.database
      .prepare(
        `DELETE FROM entry WHERE request_id IN (SELECT request_id FROM entry WHERE type = 'closed' AND at_ms < ?)`,
      )
      .run(this.#options.now() - ageMs);
  }

  #fold(requestId: string, entry: JournalEntry): void {
    const record = foldEntry(this.#records.get(requestId) ?? newRecord(requestId), entry);
    if (record.isClosed) this.#records.delete(requestId);
    else this.#records.set(requestId, record);
  }
}
