import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { createScanFolder, removeStaleScanFolders } from './scan-folder.ts';

it('sweeps the scans of processes that died and leaves those of the living', async () => {
  const root = await mkdtemp(join(tmpdir(), 'saoy-scan-root-'));
  const { pid: dead } = spawnSync('true');
  await mkdir(join(root, `saoy-scan-${dead}-x`));
  await mkdir(join(root, 'somebody-elses'));
  const mine = await createScanFolder(root);
  await removeStaleScanFolders(root);
  expect((await readdir(root)).sort()).toEqual([basename(mine), 'somebody-elses'].sort());
  expect((await stat(mine)).mode & 0o777).toBe(0o700);
  await rm(root, { recursive: true });
});
