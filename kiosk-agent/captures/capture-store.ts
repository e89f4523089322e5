import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requestIdSchema, sha256Schema } from '@saoy/contracts/ids';
import type { KeyRing } from './key-ring.ts';

/** Pages on disk, each request under its own key, until the server has them or the visit is dropped. */
export class CaptureStore {
  readonly #dir: string;
  readonly #keys: KeyRing;

  constructor(dir: string, keys: KeyRing) {
    this.#dir = dir;
    this.#keys = keys;
  }

  /** Flushed when it returns, so that a confirmed request can be sent again after a power cut. */
  async save(requestId: string, sha256: string, jpeg: Uint8Array): Promise<void> {
    const folder = this.#folder(requestId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#keys.create(requestId);
    const temporary = join(folder, `${randomBytes(8).toString('hex')}.part`);
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(this.#keys.seal(requestId, jpeg, sha256));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.#file(requestId, sha256));
    await syncFolder(folder);
  }

  /** Undefined when it was wiped or damaged. */
  async read(requestId: string, sha256: string): Promise<Buffer | undefined> {
    try {
      const sealed = await readFile(this.#file(requestId, sha256));
      return this.#keys.open(requestId, sealed, sha256);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Key first, then the files: a crash in between leaves nothing readable. */
  async wipe(requestId: string): Promise<void> {
    this.#keys.destroy(requestId);
    await rm(this.#folder(requestId), { recursive: true, force: true });
  }

  /** Removes what belongs to none of these requests or visits, keys included. */
  async wipeAllBut(ownerIds: ReadonlySet<string>): Promise<void> {
    for (const owner of this.#keys.owners()) if (!ownerIds.has(owner)) this.#keys.destroy(owner);
    const folders = await readdir(this.#dir).catch(() => []);
    for (const name of folders)
      if (!ownerIds.has(name)) await rm(join(this.#dir, name), { recursive: true, force: true });
  }

  #folder(requestId: string): string {
    return join(this.#dir, requestIdSchema.parse(requestId));
  }

  #file(requestId: string, sha256: string): string {
    return join(this.#folder(requestId), `${sha256Schema.parse(sha256)}.enc`);
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
