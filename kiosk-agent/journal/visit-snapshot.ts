import type { DatabaseSync } from 'node:sqlite';
import type { KeyRing } from '../captures/key-ring.ts';
import type { VisitState } from '../visit/visit-state.ts';

/** The present visit, so that the same screen may come back after a crash; encrypted, one row, overwritten. */
export class VisitSnapshot {
  readonly #database: DatabaseSync;
  readonly #keys: KeyRing;
  #lastText = '';

  constructor(database: DatabaseSync, keys: KeyRing) {
    this.#database = database;
    this.#keys = keys;
  }

  /** Durable when it returns; an unchanged visit costs nothing. */
  save(state: VisitState, nowMs: number): void {
    const { visit } = state;
    if (visit === null || visit.phase === 'ending') return;
    const text = JSON.stringify({ visit, language: state.language, display: state.display });
    if (text === this.#lastText) return;
    this.#keys.create(visit.id);
    this.#database
      .prepare(
        `INSERT INTO visit_snapshot (only, visit_id, saved_at_ms, data) VALUES (1, ?, ?, ?)
         ON CONFLICT (only) DO UPDATE SET visit_id = excluded.visit_id, saved_at_ms = excluded.saved_at_ms,
           data = excluded.data`,
      )
      .run(visit.id, nowMs, this.#keys.seal(visit.id, Buffer.from(text, 'utf8'), 'snapshot'));
    this.#lastText = text;
  }

  /** The visit this agent died under, or undefined. */
  load():
    | { readonly visitId: string; readonly state: Pick<VisitState, 'visit' | 'language' | 'display'> }
    | undefined {
    const row = this.#database.prepare('SELECT visit_id, data FROM visit_snapshot').get() as
      | { visit_id: string; data: Uint8Array }
      | undefined;
    if (row === undefined) return undefined;
    const plain = this.#keys.open(row.visit_id, row.data, 'snapshot');
    if (plain === undefined) return undefined;
    return { visitId: row.visit_id, state: JSON.parse(Buffer.from(plain).toString('utf8')) };
  }

  /** Key first: from then on nobody can read what may still be on the disk. */
  wipe(): void {
    const row = this.#database.prepare('SELECT visit_id FROM visit_snapshot').get() as
      | { visit_id: string }
      | undefined;
    if (row !== undefined) this.#keys.destroy(row.visit_id);
    this.#database.exec('DELETE FROM visit_snapshot');
    this.#lastText = '';
  }
}
