import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { launchChromium } from '../../tests/e2e/launch-chromium.ts';
import { type ServedFolder, serveFolder } from './serve-folder.ts';

export interface PreviewSite {
  readonly browser: Browser;
  /** A page on the preview, fonts loaded, nothing moving. */
  open(widthPx: number, heightPx: number): Promise<Page>;
  close(): Promise<void>;
}

/** Builds and serves the preview, and opens Chromium on it. */
export async function openPreviewSite(): Promise<PreviewSite> {
  const folder = join(import.meta.dirname, '../preview');
  await build({ configFile: join(folder, 'vite.config.ts'), logLevel: 'error' });
  const served: ServedFolder = await serveFolder(join(folder, 'dist'));
  const browser = await launchChromium();
  return {
    browser,
    async open(width, height) {
      const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
      await page.goto(`${served.url}/?screen=done`);
      // The parts that load late are fetched once, so that every later screen is whole at once.
      await page.waitForSelector('.qr-code');
      for (const late of ['?screen=service&state=idle', '?screen=service&state=display']) {
        await page.evaluate((query) => window.showScreen(query), late);
        await page.waitForSelector('.overlay-sheet');
      }
      await page.evaluate(() => document.fonts.ready);
      return page;
    },
    async close() {
      await browser.close();
      await served.close();
    },
  };
}
