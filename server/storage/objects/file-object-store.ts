import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { headerBytes, openEnvelope, sealEnvelope } from './envelope.ts';
import type { ObjectKey, ObjectStore } from './object-store.ts';

const ADDRESS = /^[0-9a-f]{64}$/;
const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Objects as files `ab/abcdef…` of a folder; written to a neighbour, flushed, renamed, the folder flushed. */
export class FileObjectStore implements ObjectStore {
  readonly #folder: string;
  readonly #masterKey: Uint8Array;

  constructor(folder: string, masterKey: Uint8Array) {
    this.#folder = folder;
    this.#masterKey = masterKey;
  }

  async put(bytes: Uint8Array): Promise<ObjectKey> {
    const { key, envelope } = sealEnvelope(this.#masterKey, bytes);
    const path = this.#pathOf(key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      const file = await open(temporary, 'wx', 0o600);
      try {
        await file.writeFile(envelope);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(path));
    return key;
  }

  async get(key: ObjectKey): Promise<Uint8Array | null> {
    try {
      return openEnvelope(this.#masterKey, key, await readFile(this.#pathOf(key)));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async delete(key: ObjectKey): Promise<void> {
    const path = this.#pathOf(key);
    try {
      const file = await open(path, 'r+');
      try {
        await file.write(randomBytes(headerBytes), 0, headerBytes, 0);
        await file.sync();
      } finally {
        await file.close();
      }
      await rm(path, { force: true });
      await syncFolder(dirname(path));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  async *list(): AsyncIterable<{ key: ObjectKey; storedAt: Date }> {
    for (const shard of await readdir(this.#folder).catch(() => []))
      for (const name of await readdir(join(this.#folder, shard)).catch(() => [])) {
        if (!ADDRESS.test(name)) continue;
        const found = await stat(join(this.#folder, shard, name)).catch(() => null);
        if (found !== null) yield { key: name, storedAt: found.mtime };
      }
  }

  #pathOf(key: ObjectKey): string {
    if (!ADDRESS.test(key)) throw new TypeError('not an object address');
    return join(this.#folder, key.slice(0, 2), key);
  }
}

/** A rename is durable only once its folder is flushed. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
