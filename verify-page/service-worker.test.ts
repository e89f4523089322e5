// A new version must not break a page of the former one that is still open.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../tests/e2e/launch-chromium.ts';
import { requireProgram } from '../tests/programs.ts';
import { texts } from './texts.ts';

const root = import.meta.dirname;
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

describe.runIf(requireProgram('chromium'))('the service worker', () => {
  let folder: string;
  let server: Server;
  let browser: Browser;
  let url: string;
  const asked: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'verify-worker-'));
    await build({
      root,
      configFile: path.join(root, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: path.join(folder, 'now'), emptyOutDir: true },
    });
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://x');
      asked.push(pathname);
      const name = /^\/([vsd](\/|$)|$)/i.test(pathname) ? 'index.html' : pathname.slice(1);
      try {
        const bytes = readFileSync(path.join(folder, 'now', name));
        response.setHeader('content-type', types[path.extname(name)] ?? 'application/octet-stream');
        response.end(bytes);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://localhost:${(server.address() as AddressInfo).port}`;
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const openPage = async (): Promise<Page> => {
    const device = await browser.newContext({ locale: 'vi-VN' });
    const page = await device.newPage();
    page.setDefaultTimeout(90_000);
    await page.goto(url);
    await page.getByText(texts.vi.scannerKept).waitFor();
    return page;
  };

  /** The next version: other words on the page, and parts under other names. */
  async function publishNext(): Promise<void> {
    const now = path.join(folder, 'now');
    for (const name of readdirSync(path.join(now, 'assets')))
      if (name.startsWith('zxing') || name.startsWith('read-qr')) rmSync(path.join(now, 'assets', name));
    const worker = await readFile(path.join(now, 'service-worker.js'), 'utf8');
    const [, version] =
      /shell-[^`"']*[`"'][^`"']*[`"']?([0-9a-f]{16})/.exec(worker) ?? /([0-9a-f]{16})/.exec(worker) ?? [];
    const next = worker
      .replace(version!, '0123456789abcdef')
      .replace(/,"\/assets\/(zxing|read-qr)[^"]*"/g, '');
    expect(next).not.toBe(worker);
    const page = await readFile(path.join(now, 'index.html'), 'utf8');
    await writeFile(path.join(now, 'index.html'), page.replace('<title>', '<title>2 '));
    // Last: a browser may look for a new worker at any moment, and then keeps what it finds.
    await writeFile(path.join(now, 'service-worker.js'), next);
  }

  it('answers addresses with a seal without asking the server, and the API never', async () => {
    const page = await openPage();
    asked.length = 0;
    await page.goto(`${url}/S/ABC.DEF`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(asked.filter((name) => /^\/s/i.test(name) && name !== '/service-worker.js')).toEqual([]);
    expect(asked).toContain('/public/v1/seal-keys');
    await page.context().close();
  });

  it('lets an open page of the former version find its own parts, and shows the new one next time', async () => {
    const page = await openPage();
    await publishNext();
    await page.evaluate(
      'navigator.serviceWorker.getRegistration().then((registration) => registration.update())',
    );
    await expect
      .poll(() => page.evaluate('caches.keys()'), { timeout: 90_000 })
      .toContain('shell-0123456789abcdef');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('x') });
    await page.getByText(texts.vi.notPicture).waitFor();
    // The new one takes over when it has kept all its files, some time after its cache is there.
    const html = () => page.evaluate(`fetch('/').then((response) => response.text())`);
    await expect.poll(html, { timeout: 90_000 }).toContain('<title>2 ');
    await page.context().close();
  }, 300_000);
});
