import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';

const root = import.meta.dirname;

it('weighs at most 60 KB compressed, fonts included', async () => {
  const outDir = await mkdtemp(path.join(tmpdir(), 'verify-page-'));
  try {
    await build({
      root,
      configFile: path.join(root, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir, emptyOutDir: true },
    });
    const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
    let sum = 0;
    for (const entry of entries.filter((each) => each.isFile()))
      sum += gzipSync(await readFile(path.join(entry.parentPath, entry.name))).length;
    console.info(`verify page: ${(sum / 1024).toFixed(1)} KB compressed`);
    expect(sum).toBeLessThanOrEqual(60 * 1024);
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
});
