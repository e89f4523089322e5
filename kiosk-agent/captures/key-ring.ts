import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { openBytes, sealBytes } from './seal-bytes.ts';

/** One key for each request and visit, wrapped by the machine key; destroying it makes its content unreadable. */
export class KeyRing {
  readonly #database: DatabaseSync;
  readonly #machineKey: Uint8Array;

  constructor(database: DatabaseSync, machineKey: Uint8Array) {
    this.#database = database;
    this.#machineKey = machineKey;
  }

  /** Makes the owner's key unless it exists. */
  create(ownerId: string): void {
    if (this.#find(ownerId) !== undefined) return;
    const wrapped = sealBytes(this.#machineKey, randomBytes(32), `key:${ownerId}`);
    this.#database.prepare('INSERT INTO wrapped_key (owner_id, wrapped) VALUES (?, ?)').run(ownerId, wrapped);
  }

  /** Encrypts under the owner's key, which must exist. */
  seal(ownerId: string, plain: Uint8Array, purpose: string): Buffer {
    const key = this.#find(ownerId);
    if (key === undefined) throw new Error('no key for this owner');
    return sealBytes(key, plain, `${ownerId}:${purpose}`);
  }

  /** Undefined when the key is destroyed or the bytes were changed. */
  open(ownerId: string, sealed: Uint8Array, purpose: string): Buffer | undefined {
    const key = this.#find(ownerId);
    return key === undefined ? undefined : openBytes(key, sealed, `${ownerId}:${purpose}`);
  }

  owners(): string[] {
    const rows = this.#database.prepare('SELECT owner_id FROM wrapped_key').all() as { owner_id: string }[];
    return rows.map((row) => row.owner_id);
  }

  /** Overwrites the key, also in the write-ahead log. */
  destroy(ownerId: string): void {
    const { changes } = this.#database.prepare('DELETE FROM wrapped_key WHERE owner_id = ?').run(ownerId);
    if (changes !== 0) this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  #find(ownerId: string): Uint8Array | undefined {
    const row = this.#database.prepare('SELECT wrapped FROM wrapped_key WHERE owner_id = ?').get(ownerId) as
      | { wrapped: Uint8Array }
      | undefined;
    return row === undefined ? undefined : openBytes(this.#machineKey, row.wrapped, `key:${ownerId}`);
  }
}
