import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const keyBytes = 32;

/**
 * The key that wraps all others, from a file only its owner may read; made at first start. Throws when the file is open
 * to others or has another size.
 */
export function loadMachineKey(path: string): Buffer {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, randomBytes(keyBytes));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if ((statSync(path).mode & 0o077) !== 0) throw new Error(`the machine key ${path} is open to others`);
  const key = readFileSync(path);
  if (key.length !== keyBytes) throw new Error(`the machine key ${path} does not have ${keyBytes} bytes`);
  return key;
}
