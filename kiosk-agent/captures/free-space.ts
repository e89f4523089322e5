import { statfs } from 'node:fs/promises';

/** Bytes this process may still write under `dir`. */
export async function freeBytesOf(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
}
