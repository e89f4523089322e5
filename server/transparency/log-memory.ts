// The last checkpoint this process signed or saw, outside the database: a database that was set back to an earlier state
// would otherwise make us sign a second history.
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FaultError } from '@saoy/contracts/errors';

export interface LogMemory {
  /** The newest signed note; null when none was ever seen. */
  read(): string | null;
  /** Durable when it returns. */
  write(note: string): void;
}

/** Keeps the note in a file, replaced whole. */
export const createFileMemory = (path: string): LogMemory => ({
  read() {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw new FaultError('configuration.invalid', 'the memory of the log cannot be read', { cause: error });
    }
  },
  write(note) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const temporary = `${path}.tmp`;
    const file = openSync(temporary, 'w', 0o600);
    try {
      writeSync(file, note);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  },
});
