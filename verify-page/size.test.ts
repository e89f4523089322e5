import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = import.meta.dirname;
let outDir: string;
beforeAll(async () => {
  outDir = await mkdtemp(path.join(tmpdir(), 'verify-page-'));
  await build({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
}, 120_000);
afterAll(() => rm(outDir, { recursive: true, force: true }));

/** Bytes of a file as the server sends it. */
async function sentBytes(name: string): Promise<number> {
  const file = path.join(outDir, name);
  return (await stat(existsSync(`${file}.br`) ? `${file}.br` : file)).size;
}

/** What the service worker keeps at the first opening: exactly what the page loads then. */
async function shellFiles(): Promise<string[]> {
  const worker = await readFile(path.join(outDir, 'service-worker.js'), 'utf8');
  const list = /\["\/",[^\]]*\]/.exec(worker)?.[0] ?? '[]';
  return (JSON.parse(list) as string[]).map((name) => (name === '/' ? 'index.html' : name.slice(1)));
}

describe('the built page', () => {
  it('weighs at most 60 KB compressed for a verdict and a check of a seal, fonts and service worker included', async () => {
    const files = [...(await shellFiles()), 'service-worker.js'];
    expect(files.length).toBeGreaterThan(6);
    const sizes = await Promise.all(files.map(sentBytes));
    const sum = sizes.reduce((total, size) => total + size, 0);
    console.info(`verify page: ${(sum / 1024).toFixed(1)} KB compressed`);
    expect(sum).toBeLessThanOrEqual(60 * 1024);
  });

  it('leaves scanner and log out of its first load, and loads everything else with it', async () => {
    const shell = new Set(await shellFiles());
    const built = (await readdir(path.join(outDir, 'assets'))).filter((name) => !name.endsWith('.br'));
    const later = built.filter((name) => !shell.has(`assets/${name}`)).map((name) => name.split('-')[0]);
    expect(new Set(later)).toEqual(new Set(['check', 'en', 'read', 'scan', 'zxing_reader']));
  });

  it('names nothing outside of itself', async () => {
    for (const name of await readdir(outDir, { recursive: true })) {
      if (!/\.(js|html|css|webmanifest)$/.test(name)) continue;
      const text = await readFile(path.join(outDir, name), 'utf8');
      // The scanner's library holds the address of its CDN, which is overridden; the policy of the page forbids it too.
      const hosts = [...text.matchAll(/https?:\/\/([\w.-]+\.[a-z]{2,})/g)].map(([, host]) => host);
      expect(
        hosts.filter((host) => host !== 'www.w3.org' && !/jsdelivr/.test(host!)),
        name,
      ).toEqual([]);
    }
  });
});
