import { constants } from 'node:fs';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'saoy-scan-';
const RAM_DISK = '/dev/shm';

/** Memory where there is a RAM disk, so that no page of a citizen reaches the platter. */
export async function scanFolderRoot(): Promise<string> {
  try {
    await access(RAM_DISK, constants.W_OK);
    return RAM_DISK;
  } catch {
    return tmpdir();
  }
}

/** A fresh folder that only this user reads; the caller removes it. */
export const createScanFolder = (root: string): Promise<string> =>
  mkdtemp(join(root, `${PREFIX}${process.pid}-`));

/** Removes what processes that no longer live have left behind. */
export async function removeStaleScanFolders(root: string): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      await rm(join(root, name), { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
