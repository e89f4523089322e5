// One process at a time may hold the embedded database. SQLite's exclusive lock is an operating-system lock: it goes
// with the process, however that ends, so there is no stale lock to judge.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FaultError } from '@saoy/contracts/errors';

/** Locks a data folder; throws `configuration.locked` when another process holds it. */
export function lockDataFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(folder, 'lock.sqlite'), { timeout: 0 });
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive; commit');
  } catch (error) {
    lock.close();
    throw new FaultError('configuration.locked', folder, { cause: error });
  }
  return { release: () => lock.close() };
}
