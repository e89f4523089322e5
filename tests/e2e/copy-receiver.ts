// Somebody who received a copy: a phone, no account, the public page.
import type { Browser, Page } from 'playwright-core';
import { texts } from '../../verify-page/texts.ts';
import { patienceMs } from './patience.ts';

type Viewport = { readonly width: number; readonly height: number };

export class CopyReceiver {
  readonly page: Page;
  readonly words: (typeof texts)['vi'];

  private constructor(page: Page, words: (typeof texts)['vi']) {
    this.page = page;
    this.words = words;
  }

  static async open(
    browser: Browser,
    url: string,
    options: { viewport?: Viewport; language?: 'vi' | 'en'; hasJavaScript?: boolean } = {},
  ): Promise<CopyReceiver> {
    const { viewport = { width: 390, height: 844 }, language = 'vi', hasJavaScript = true } = options;
    const context = await browser.newContext({
      viewport,
      hasTouch: true,
      isMobile: true,
      locale: language === 'vi' ? 'vi-VN' : 'en-GB',
      javaScriptEnabled: hasJavaScript,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    const receiver = new CopyReceiver(page, texts[language]);
    await receiver.goTo(url);
    return receiver;
  }

  async goTo(url: string): Promise<void> {
    const address = new URL(url);
    if (this.words === texts.en) address.searchParams.set('lang', 'en');
    await this.page.goto(address.href);
  }

  async sees(title: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
  }

  async enterCheckCode(checkCode: string): Promise<void> {
    await this.page.getByLabel(this.words.checkCode).fill(checkCode);
    await this.page.getByRole('button', { name: this.words.showPages }).tap();
  }

  /** Gives a PDF to the page at `publicUrl`. */
  async checkFile(publicUrl: string, name: string, bytes: Uint8Array): Promise<void> {
    await this.goTo(`${publicUrl}/`);
    await this.page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(bytes) });
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}
